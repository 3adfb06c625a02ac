/** Writes the first `count` numbers of a vector, all four where there are more. */
@inline
export function put(to: usize, value: v128, count: u32): void {
  if (count >= 4) v128.store(to, value);
  else putFew(to, value, count);
}

function putFew(to: usize, value: v128, count: u32): void {
  store<f32>(to, f32x4.extract_lane(value, 0));
  if (count > 1) store<f32>(to, f32x4.extract_lane(value, 1), 4);
  if (count > 2) store<f32>(to, f32x4.extract_lane(value, 2), 8);
}

/** `value` in the first `count` lanes, `other` beyond them. */
@inline
export function firstLanes(value: v128, count: u32, other: v128): v128 {
  return count >= 4 ? value : v128.bitselect(value, other, i32x4.lt_u(i32x4(0, 1, 2, 3), i32x4.splat(count)));
}

/** The sum of the four lanes. */
@inline
export function sumOfLanes(value: v128): f32 {
  const halves = f32x4.add(value, v128.shuffle<f32>(value, value, 2, 3, 0, 1));
  return f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1);
}

/** The largest of the four lanes, NaN if one of them is. */
@inline
export function maxOfLanes(value: v128): f32 {
  const halves = f32x4.max(value, v128.shuffle<f32>(value, value, 2, 3, 0, 1));
  return max(f32x4.extract_lane(halves, 0), f32x4.extract_lane(halves, 1));
}
