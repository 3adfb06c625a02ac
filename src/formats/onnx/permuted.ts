/** The values of an array with its axes in another order, as numpy's `transpose` gives them. */
export function permuted(data: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = order.map((axis) => shape[axis]);
  const steps = order.map((axis) => strides[axis]);
  const result = new Float32Array(data.length);
  let position = 0;
  const walk = (axis: number, offset: number): void => {
    for (let i = 0; i < sizes[axis]; i++) {
      const place = offset + i * steps[axis];
      if (axis === sizes.length - 1) result[position++] = data[place];
      else walk(axis + 1, place);
    }
  };
  if (sizes.length > 0) walk(0, 0);
  return result;
}
