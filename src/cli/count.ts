/** `1 image`, `2 images`, `1,298 images`; the plural is the singular with an `s` unless given. */
export const count = (n: number, singular: string, plural = `${singular}s`): string =>
  `${n.toLocaleString('en-US')} ${n === 1 ? singular : plural}`;
