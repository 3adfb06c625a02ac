/** Where `JSON.parse` keeps the last of two equal keys, this names the first key that an object has twice. */
export function repeatedKey(validJson: string): string | undefined {
  const open: Set<string>[] = [];
  for (let i = 0; i < validJson.length; i++) {
    const character = validJson[i];
    if (character === '{') open.push(new Set());
    else if (character === '}') open.pop();
    else if (character === '"') {
      const end = endOfString(validJson, i);
      if (isFollowedByColon(validJson, end)) {
        const key = JSON.parse(validJson.slice(i, end)) as string;
        const keys = open[open.length - 1];
        if (keys.has(key)) return key;
        keys.add(key);
      }
      i = end - 1;
    }
  }
  return undefined;
}

function endOfString(json: string, start: number): number {
  let i = start + 1;
  while (json[i] !== '"') i += json[i] === '\\' ? 2 : 1;
  return i + 1;
}

function isFollowedByColon(json: string, position: number): boolean {
  let i = position;
  while (json[i] === ' ' || json[i] === '\n' || json[i] === '\r' || json[i] === '\t') i++;
  return json[i] === ':';
}
