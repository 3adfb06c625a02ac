import type { decodeImage as decode } from '../browser/decode-image.ts';

/** See {@link import('../browser/decode-image.ts').decodeImage}: loaded when it is first called. */
export const decodeImage: typeof decode = async (...args) =>
  (await import('../browser/decode-image.ts')).decodeImage(...args);
