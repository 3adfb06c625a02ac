import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { File, ready } from 'h5wasm';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../src/errors.ts';
import { readHdf5 } from '../../../src/formats/hdf5/read-hdf5.ts';
import { setText, setTexts, textOf, textsOf } from '../../../src/formats/hdf5/text-attributes.ts';
import { datasetAt, emptyGroup, groupAt, type Hdf5Group, setDataset } from '../../../src/formats/hdf5/tree.ts';
import { writeHdf5 } from '../../../src/formats/hdf5/write-hdf5.ts';

const keras = new Uint8Array(readFileSync(join(import.meta.dirname, '../keras/fixtures/nested.h5')));

/** Pseudo-random numbers in [0, 1), the same in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function sample(): Hdf5Group {
  const root = emptyGroup();
  setText(root, 'backend', 'tensorflow');
  setTexts(root, 'layer_names', ['conv', '層']);
  setTexts(root, 'none', []);
  setDataset(root, 'a/b/kernel:0', { shape: [2, 3], data: Float32Array.of(1, 2.5, -3, 0, 1e-30, 6) });
  setDataset(root, 'a/step', { shape: [], data: BigInt64Array.of(123n) });
  setDataset(root, 'a/double', { shape: [2], data: Float64Array.of(1 / 3, -2) });
  setDataset(root, 'a/bytes', { shape: [3], data: Uint8Array.of(0, 127, 255) });
  setDataset(root, 'a/negative', { shape: [2], data: Int32Array.of(-1, 2 ** 31 - 1) });
  return root;
}

describe('reading and writing HDF5', () => {
  it('gives back what was written', async () => {
    const root = sample();
    const bytes = await writeHdf5(root);
    expect(readHdf5(bytes)).toEqual(root);
    // Superblock of version 0, as h5py writes it.
    expect(bytes[8]).toBe(0);
  });

  it('finds in a large group what was put there', async () => {
    const root = emptyGroup();
    for (let i = 0; i < 700; i++) setDataset(root, `many/${i}`, { shape: [1], data: Float32Array.of(i) });
    expect(readHdf5(await writeHdf5(root))).toEqual(root);
  });

  it('reads what Keras wrote as the HDF5 library does', async () => {
    const { FS } = await ready;
    FS.writeFile('/keras.h5', keras);
    const file = new File('/keras.h5', 'r');
    try {
      const root = readHdf5(keras);
      expect(textsOf(groupAt(root, 'model_weights'), 'layer_names')).toEqual(
        (file.get('model_weights') as typeof file).attrs['layer_names'].value,
      );
      const path = 'model_weights/base/stem/kernel';
      const dataset = file.get(path) as unknown as { shape: number[]; value: Float32Array };
      expect(datasetAt(root, path)).toEqual({ shape: dataset.shape, data: dataset.value });
    } finally {
      file.close();
      FS.unlink('/keras.h5');
    }
  });

  it('reads texts of one length, 16-bit integers and the layout of HDF5 1.8', async () => {
    const { FS } = await ready;
    const file = new File('/old.h5', 'w', { libver: ['v108', 'v108'] });
    file.create_attribute('layer_names', ['conv', 'a'], [2], 'S7');
    file.create_group('g').create_dataset({ name: 'x', data: Int16Array.of(-5, 7), shape: [2] });
    file.close();
    const root = readHdf5(FS.readFile('/old.h5'));
    FS.unlink('/old.h5');
    expect(textsOf(root, 'layer_names')).toEqual(['conv', 'a']);
    expect(datasetAt(root, 'g/x')).toEqual({ shape: [2], data: Int16Array.of(-5, 7) });
  });

  it('splits lists of texts that are too long for one attribute, and joins them', async () => {
    const names = Array.from({ length: 3000 }, (_, i) => `a_layer_with_a_rather_long_name_${i}`);
    const root = emptyGroup();
    setTexts(root, 'layer_names', names);
    // 36 bytes each: 1,792 of them fill 64,512 bytes.
    expect([...root.attributes.keys()]).toEqual(['layer_names0', 'layer_names1']);
    expect(root.attributes.get('layer_names0')?.shape).toEqual([1792]);
    expect(textsOf(readHdf5(await writeHdf5(root)), 'layer_names')).toEqual(names);
  });

  it('splits long lists of short texts', async () => {
    const names = Array.from({ length: 9000 }, (_, i) => String(i));
    const root = emptyGroup();
    setTexts(root, 'weight_names', names);
    expect(root.attributes.size).toBe(3);
    expect(textsOf(readHdf5(await writeHdf5(root)), 'weight_names')).toEqual(names);
  });

  it('leaves nothing in the memory of the library', async () => {
    const { FS } = await ready;
    const before = FS.readdir('/');
    await Promise.all([writeHdf5(sample()), writeHdf5(emptyGroup())]);
    expect(FS.readdir('/')).toEqual(before);
  });

  it('keeps one text in one attribute however long it is', async () => {
    const root = emptyGroup();
    setText(root, 'model_config', 'x'.repeat(200_000));
    expect(textOf(readHdf5(await writeHdf5(root)), 'model_config')).toHaveLength(200_000);
  });
});

describe('refusing damaged HDF5', () => {
  const outcome = (bytes: Uint8Array): string => {
    try {
      readHdf5(bytes);
      return 'read';
    } catch (error) {
      return error instanceof FormatError ? 'refused' : `crashed: ${String(error)}`;
    }
  };

  it('says what is no HDF5 file', () => {
    expect(() => readHdf5(new Uint8Array())).toThrow('It is no HDF5 file: it does not begin as one.');
    expect(() => readHdf5(new TextEncoder().encode('PK and so on'))).toThrow(FormatError);
  });

  it('refuses a file that is cut off, wherever', () => {
    const outcomes = new Set<string>();
    for (let length = 0; length < keras.length; length += 401) outcomes.add(outcome(keras.subarray(0, length)));
    expect([...outcomes]).toEqual(['refused']);
    expect(() => readHdf5(keras.subarray(0, 50_000))).toThrow(
      'The HDF5 file is cut off: it has 50000 of its 61560 bytes.',
    );
  });

  it('reads or refuses a file with flipped bytes, and never fails otherwise', () => {
    const random = numbers(1);
    const outcomes = new Set<string>();
    for (let i = 0; i < 3000; i++) {
      const bytes = keras.slice();
      for (let flips = 0; flips < 1 + (i % 8); flips++) {
        bytes[Math.floor(random() * bytes.length * (i % 2 === 0 ? 1 : 0.2))] = Math.floor(random() * 256);
      }
      outcomes.add(outcome(bytes));
    }
    expect([...outcomes].sort()).toEqual(['read', 'refused']);
  });

  /** A file whose root group has `count` links to nothing, all named by one text of `length` letters. */
  function namedAlike(count: number, length: number): Uint8Array {
    const [header, tree, node, heap] = [96, 136, 200, 208 + 40 * count];
    const bytes = new Uint8Array(heap + 32 + length + 1).fill(97, heap + 32, heap + 32 + length);
    const view = new DataView(bytes.buffer);
    const u64 = (at: number, value: number) => view.setBigUint64(at, BigInt(value), true);
    bytes.set([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0, 0, 8, 8]);
    u64(40, bytes.length);
    u64(64, header);
    // Version 1, a message of 16 bytes: the symbol table.
    bytes[header] = 1;
    view.setUint32(header + 8, 24, true);
    bytes[header + 16] = 0x11;
    bytes[header + 18] = 16;
    u64(header + 24, tree);
    u64(header + 32, heap);
    bytes.set(new TextEncoder().encode('TREE'), tree);
    bytes[tree + 6] = 1;
    u64(tree + 32, node);
    bytes.set(new TextEncoder().encode('SNOD'), node);
    view.setUint16(node + 6, count, true);
    // Symbolic links, which lead to no object.
    for (let i = 0; i < count; i++) view.setUint32(node + 8 + 40 * i + 16, 2, true);
    bytes.set(new TextEncoder().encode('HEAP'), heap);
    u64(heap + 24, heap + 32);
    return bytes;
  }

  it('reads no byte again and again', () => {
    expect(readHdf5(namedAlike(1, 1000))).toEqual(emptyGroup());
    expect(() => readHdf5(namedAlike(100, 100_000))).toThrow('it has references to the same bytes again and again');
  });

  it('refuses a dataset that claims to be larger than the file', async () => {
    const root = emptyGroup();
    setDataset(root, 'x', { shape: [1234567], data: new Float32Array(1234567) });
    const bytes = await writeHdf5(root);
    const view = new DataView(bytes.buffer);
    let at = 0;
    while (view.getBigUint64(at, true) !== 1234567n) at++;
    for (const size of [2n ** 33n, 2n ** 52n, 2n ** 63n, 1234568n]) {
      view.setBigUint64(at, size, true);
      expect(() => readHdf5(bytes)).toThrow(FormatError);
    }
  });
});
