/**
 * Compares two texts by Unicode code points, as Python's `sorted` does; negative when `a` comes first. JavaScript's own
 * order goes by UTF-16 units, which puts characters beyond U+FFFF (emoji) before some that Python puts first.
 */
export function compareCodePoints(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const difference = left[i].codePointAt(0)! - right[i].codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
