/**
 * What lies beyond the border of an image, by the names of Keras and `scipy.ndimage`, for the pixels `a b c d`:
 * `'nearest'` is `aaaa|abcd|dddd`, `'reflect'` is `dcba|abcd|dcba`, `'constant'` is one value everywhere, and `'wrap'` goes
 * round with the last pixel on top of the first: `cabc|abcd|bcda`, one step of the two being left out.
 */
export type FillMode = 'nearest' | 'reflect' | 'wrap' | 'constant';

/** The fill modes there are. */
export const FILL_MODES: readonly FillMode[] = ['nearest', 'reflect', 'wrap', 'constant'];

/** A coordinate brought inside an axis: two neighboring pixels and how far it lies from the first to the second. */
export interface FilledCoordinate {
  lower: number;
  upper: number;
  fraction: number;
}

/**
 * Brings a coordinate of an axis of `length` pixels inside by the rule of `mode`, as `scipy.ndimage` does, into `out`.
 *
 * @returns whether there is a pixel; false outside with `'constant'`.
 */
export function fillCoordinate(mode: FillMode, at: number, length: number, out: FilledCoordinate): boolean {
  const last = length - 1;
  let inside = at;
  if (at < 0 || at > last) {
    if (mode === 'constant') return false;
    if (mode === 'nearest' || length === 1) inside = at < 0 ? 0 : last;
    if (mode === 'wrap' && length > 1) {
      inside = at < 0 ? at + last * (Math.trunc(-at / last) + 1) : at - last * Math.trunc(at / last);
    }
    if (mode === 'reflect') return reflect(at, length, out);
  }
  out.lower = Math.floor(inside);
  out.upper = Math.min(out.lower + 1, last);
  out.fraction = inside - out.lower;
  return true;
}

/** The border lies half a pixel outside, so that the two pixels themselves are mirrored, each for itself. */
function reflect(at: number, length: number, out: FilledCoordinate): true {
  const below = Math.floor(at);
  out.lower = mirrored(below, length);
  out.upper = mirrored(below + 1, length);
  out.fraction = at - below;
  return true;
}

function mirrored(index: number, length: number): number {
  const period = 2 * length;
  const phase = ((index % period) + period) % period;
  return phase < length ? phase : period - 1 - phase;
}
