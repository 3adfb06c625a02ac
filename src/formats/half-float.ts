const HALF_EXPONENT_BIAS = 15;
const HALF_FRACTION = 1024;

/** The value of an IEEE 754 half-precision number, given as its 16 bits. */
export function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = (bits & 0x3ff) / HALF_FRACTION;
  if (exponent === 0) return sign * fraction * 2 ** (1 - HALF_EXPONENT_BIAS);
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction) * 2 ** (exponent - HALF_EXPONENT_BIAS);
}
