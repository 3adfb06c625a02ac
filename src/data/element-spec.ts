/** What the arrays of a dataset's items look like: shape, the batch first, and element type, by name. */
export type ElementSpec = Readonly<Record<string, ArraySpec>>;

/** An array of an item. The last batch of a pass may have fewer rows. */
export interface ArraySpec {
  readonly shape: readonly number[];
  /** `f32`, `u32`, `u8`, or several where items differ. */
  readonly dtype: string;
}

/** `x: [32, 100, 100, 3] f32, y: [32] u32`. */
export const describeSpec = (spec: ElementSpec): string =>
  Object.entries(spec)
    .map(([name, { shape, dtype }]) => `${name}: [${shape.join(', ')}] ${dtype}`)
    .join(', ');
