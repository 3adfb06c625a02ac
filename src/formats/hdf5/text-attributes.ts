import { FormatError } from '../../errors.ts';
import type { Hdf5Group } from './tree.ts';

/** The largest attribute that Keras writes in one piece, in bytes. */
const MAX_BYTES = 64_512;
/** What a text of variable length takes in an attribute. */
const REFERENCE_BYTES = 16;

/** The texts of an attribute, or of `name0`, `name1`… where it was too long for one; undefined where there is none. */
export function textsOf({ attributes }: Hdf5Group, name: string): readonly string[] | undefined {
  const whole = attributes.get(name);
  if (whole !== undefined) return texts(name, whole.data);
  const joined: string[] = [];
  for (let i = 0; attributes.has(`${name}${i}`); i++) {
    joined.push(...texts(name, attributes.get(`${name}${i}`)?.data ?? []));
  }
  return attributes.has(`${name}0`) ? joined : undefined;
}

/** The one text of an attribute. */
export function textOf(group: Hdf5Group, name: string): string | undefined {
  const all = textsOf(group, name);
  return all === undefined ? undefined : all.join('');
}

/** Sets an attribute to one text. */
export const setText = ({ attributes }: Hdf5Group, name: string, text: string): void => {
  attributes.set(name, { shape: [], data: [text] });
};

/** Sets an attribute to a list of texts, in pieces where it would be too long for readers of texts of one length. */
export function setTexts({ attributes }: Hdf5Group, name: string, list: readonly string[]): void {
  // An empty list has no texts to tell its type from; Keras writes an empty list of numbers.
  if (list.length === 0) {
    attributes.set(name, { shape: [0], data: new Float64Array(0) });
    return;
  }
  const encoder = new TextEncoder();
  const longest = list.reduce((most, text) => Math.max(most, encoder.encode(text).length), REFERENCE_BYTES);
  const perPiece = Math.floor(MAX_BYTES / longest);
  if (perPiece === 0) throw new FormatError(`A name has ${longest} bytes; at most ${MAX_BYTES} fit into an HDF5 file.`);
  const pieces = Math.ceil(list.length / perPiece);
  for (let i = 0; i < pieces; i++) {
    const data = list.slice(i * perPiece, (i + 1) * perPiece);
    attributes.set(pieces === 1 ? name : `${name}${i}`, { shape: [data.length], data });
  }
}

function texts(name: string, data: unknown): readonly string[] {
  if (Array.isArray(data)) return data as readonly string[];
  if (ArrayBuffer.isView(data) && data.byteLength === 0) return [];
  throw new FormatError(`The attribute "${name}" of the HDF5 file holds numbers; texts are expected.`);
}
