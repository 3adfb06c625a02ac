/** gamma / √(variance + epsilon) */
@inline
export function normalizeFactor(gamma: v128, variance: v128, epsilon: f32): v128 {
  return f32x4.div(gamma, f32x4.sqrt(f32x4.add(variance, f32x4.splat(epsilon))));
}
