const nonFinite = (value: number): string => (Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf');

/** A number with a fixed count of decimals as Python prints it: `0.57100`, `-inf`. */
export const fixed = (value: number, decimals: number): string =>
  Number.isFinite(value) ? value.toFixed(decimals) : nonFinite(value);

/** A number with an exponent of at least two digits as Python prints it: `9.8000e-05`. */
export function scientific(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const [digits, exponent = '+0'] = value.toExponential(decimals).split('e');
  return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

/** A number as Python's `repr` writes a float: `1.0`, `0.0001`, `3.66e-06`. */
export function repr(value: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    const [digits, exponent = '+0'] = value.toExponential().split('e');
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
