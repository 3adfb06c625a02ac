import type { HostTensor } from '../../engine/shape.ts';

/** y[i] = byte i of the words, of which each holds four bytes, the lowest bits first. */
export function unpackBytes(words: HostTensor, y: HostTensor): void {
  for (let i = 0; i < y.data.length; i++) {
    const word = words.data[Math.floor(i / 4)];
    y.data[i] = (word >>> (8 * (i % 4))) & 255;
  }
}
