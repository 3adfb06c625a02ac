/** 1 / (1 + e^-x), with an exponent that is never positive. */
export function logistic(x: number): number {
  const t = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : t) / (1 + t);
}
