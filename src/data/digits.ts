import { DataError } from '../errors.ts';
import { type ArrayData, arrayData, pickImages } from './array-data.ts';
import { type NamedDataset, namedDataset } from './named-dataset.ts';

const SIDE = 8;
const PIXELS = SIDE * SIDE;
const MAX_VALUE = 16;
const CLASSES = 10;

/** Of each digit, one image in this many is for testing. */
const TEST_EVERY = 5;

/**
 * Reads lines of 64 gray levels 0..16 and a digit, separated by commas, and splits them: of each digit, in the order of
 * the file, every fifth image is for testing, so both parts have all digits in the same proportion.
 *
 * @throws DataError, naming file and line, for anything else.
 */
export function parseDigits(csv: string, file: string): NamedDataset {
  const all = parseLines(csv, file);
  const seen = new Array<number>(CLASSES).fill(0);
  const train: number[] = [];
  const test: number[] = [];
  all.y.forEach((digit, image) => {
    seen[digit]++;
    (seen[digit] % TEST_EVERY === 0 ? test : train).push(image);
  });
  return namedDataset({
    name: 'digits',
    train: pickImages(all, train),
    test: pickImages(all, test),
    classNames: Array.from({ length: CLASSES }, (_, digit) => String(digit)),
    maxValue: MAX_VALUE,
  });
}

function parseLines(csv: string, file: string): ArrayData {
  const lines = csv.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const x = new Uint8Array(lines.length * PIXELS);
  const y = new Uint32Array(lines.length);
  lines.forEach((line, i) => {
    const values = line.split(',');
    if (values.length !== PIXELS + 1) {
      throw new DataError(
        `${file}: line ${i + 1} has ${values.length} values; ${PIXELS} pixels and a digit are expected.`,
        {
          path: file,
          line: i + 1,
        },
      );
    }
    values.forEach((text, column) => {
      const value = parseWhole(text, column < PIXELS ? MAX_VALUE : CLASSES - 1, `${file}: line ${i + 1}`);
      if (column < PIXELS) x[i * PIXELS + column] = value;
      else y[i] = value;
    });
  });
  return arrayData(x, [lines.length, SIDE, SIDE, 1], y);
}

function parseWhole(text: string, max: number, where: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max) {
    throw new DataError(`${where} has the value "${text}"; a whole number from 0 to ${max} is expected.`, {
      text,
      max,
    });
  }
  return value;
}
