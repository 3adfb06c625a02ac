/** One direction of a sliding window. */
export interface WindowSize {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
}

/** Padding before and after, and the size of the output. */
export interface WindowPlace {
  readonly before: number;
  readonly after: number;
  readonly out: number;
}

/** Where Keras's `same` and `valid` put windows: `same` pads so that the output has ⌈input / stride⌉ places. */
export function placeWindow(input: number, { size, stride, dilation }: WindowSize, padding: string): WindowPlace {
  const reach = (size - 1) * dilation + 1;
  if (padding !== 'same') return { before: 0, after: 0, out: Math.floor((input - reach) / stride) + 1 };
  const out = Math.ceil(input / stride);
  const total = Math.max((out - 1) * stride + reach - input, 0);
  const before = Math.floor(total / 2);
  return { before, after: total - before, out };
}

/** A transposed window's padding, which is taken off its output, and what is added to the output's end instead. */
export interface TransposedWindowPlace extends WindowPlace {
  readonly added: number;
}

/**
 * Where a transposed convolution's windows lie in Keras: the output has input · stride places with `same`, and what the
 * windows cover with `valid`, at least input · stride; `outputPadding` sets the size instead.
 */
export function placeTransposedWindow(
  input: number,
  { size, stride, dilation }: WindowSize,
  padding: string,
  outputPadding: number | null,
): TransposedWindowPlace {
  const reach = (size - 1) * dilation + 1;
  const covered = (input - 1) * stride + reach;
  let out = padding === 'same' ? input * stride : input * stride + Math.max(reach - stride, 0);
  if (outputPadding !== null) out = covered + outputPadding - (padding === 'same' ? 2 * Math.floor(reach / 2) : 0);
  const total = Math.max(covered - out, 0);
  const before = Math.floor(total / 2);
  return { before, after: total - before, out, added: Math.max(out - covered, 0) };
}
