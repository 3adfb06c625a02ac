/**
 * Gives parameters and variables of functions names of one letter: nobody reads them in a page. What other pieces of a
 * kernel know keeps its name: functions, bindings, constants and members.
 *
 * @param text WGSL without comments.
 */
export function shortenWgslLocals(text: string): string {
  let shortened = '';
  let done = 0;
  for (const { index } of text.matchAll(/\bfn \w+\s*\(/g)) {
    const end = endOfFunction(text, index);
    shortened += text.slice(done, index) + shortenFunction(text.slice(index, end));
    done = end;
  }
  return shortened + text.slice(done);
}

function endOfFunction(text: string, start: number): number {
  let depth = 0;
  for (let at = text.indexOf('{', start); at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return at + 1;
  }
  throw new Error(`A function does not end: ${text.slice(start, start + 80)}`);
}

/** Not members, which follow a dot. */
const WORD = /(?<![\w.])[A-Za-z_]\w*/g;
const LETTERS = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];

function shortenFunction(text: string): string {
  const words = new Set(text.match(WORD));
  const free = LETTERS.filter((letter) => !words.has(letter)).values();
  const names = new Map([...new Set(localsOf(text))].map((name) => [name, free.next().value ?? name]));
  return text.replace(WORD, (word) => names.get(word) ?? word);
}

/** Parameters and variables of more than two letters whose names mean nothing else before they are declared. */
function localsOf(text: string): string[] {
  const declarations = [
    ...text.slice(0, text.indexOf('{')).matchAll(/([A-Za-z_]\w{2,})\s*:/g),
    ...text.matchAll(/\b(?:let|var)\s+([A-Za-z_]\w{2,})[^;]*/g),
  ];
  const names = new Set<string>();
  for (const { 0: statement, 1: name = '', index } of declarations) {
    const value = statement.slice(statement.indexOf(name) + name.length);
    const meansMore = [text.slice(0, index), value].some((code) => code.match(WORD)?.includes(name));
    if (!meansMore) names.add(name);
  }
  return [...names];
}
