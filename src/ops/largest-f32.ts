/** The largest number that `f32` holds: a bound that bounds nothing. WGSL has no infinity to rely on. */
export const LARGEST_F32 = (2 - 2 ** -23) * 2 ** 127;
