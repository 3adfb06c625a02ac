/** Mean and standard deviation of each channel over many images. */
export interface ChannelStatistics {
  readonly mean: Float32Array;
  readonly std: Float32Array;
}

/** What Keras adds to a standard deviation before it divides by it. */
const EPSILON = 1e-6;

/** Multiplies in place, in f32. */
export function rescaleValues(values: Float32Array, scale: number): void {
  const factor = Math.fround(scale);
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}

/** Brings the mean of all values to 0, in place. */
export function centerValues(values: Float32Array): void {
  const mean = meanOf(values);
  for (let i = 0; i < values.length; i++) values[i] -= mean;
}

/** Divides all values by their standard deviation plus 1e-6, in place. */
export function normalizeValues(values: Float32Array): void {
  const mean = meanOf(values);
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const divisor = Math.sqrt(squares / values.length) + EPSILON;
  for (let i = 0; i < values.length; i++) values[i] /= divisor;
}

function meanOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Mean and standard deviation of each channel over all pixels of some images, which lie one after the other. */
export function channelStatistics(values: Float32Array, channels: number): ChannelStatistics {
  const sums = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) sums[i % channels] += values[i];
  const pixels = values.length / channels;
  const means = sums.map((sum) => sum / pixels);
  const squares = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) squares[i % channels] += (values[i] - means[i % channels]) ** 2;
  return { mean: Float32Array.from(means), std: Float32Array.from(squares, (sum) => Math.sqrt(sum / pixels)) };
}

/** Subtracts the mean of each channel, in place. */
export function centerChannels(values: Float32Array, { mean }: ChannelStatistics): void {
  for (let i = 0; i < values.length; i++) values[i] -= mean[i % mean.length];
}

/** Divides each channel by its standard deviation plus 1e-6, in place. */
export function normalizeChannels(values: Float32Array, { std }: ChannelStatistics): void {
  for (let i = 0; i < values.length; i++) values[i] /= std[i % std.length] + EPSILON;
}
