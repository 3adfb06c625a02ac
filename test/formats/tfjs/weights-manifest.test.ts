import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../src/errors.ts';
import { groupValues } from '../../../src/formats/tfjs/manifest-values.ts';
import { parseManifest } from '../../../src/formats/tfjs/weights-manifest.ts';
import { writeShards } from '../../../src/formats/tfjs/write-shards.ts';

const values = (weight: object, bytes: readonly number[]) => {
  const [group] = parseManifest([{ paths: ['a.bin'], weights: [{ name: 'w', ...weight }] }]);
  return [...groupValues(group, new Map([['a.bin', Uint8Array.from(bytes)]]))[0].data];
};

describe('a weights manifest', () => {
  it.each<[string, object, number[], number[]]>([
    ['float32', { dtype: 'float32', shape: [2] }, [0, 0, 128, 63, 0, 0, 0, 192], [1, -2]],
    ['int32', { dtype: 'int32', shape: [] }, [255, 255, 255, 255], [-1]],
    ['bool', { dtype: 'bool', shape: [3] }, [1, 0, 1], [1, 0, 1]],
    [
      'uint8',
      { dtype: 'float32', shape: [2], quantization: { dtype: 'uint8', scale: 0.5, min: -1 } },
      [0, 255],
      [-1, 126.5],
    ],
    [
      'uint16',
      { dtype: 'float32', shape: [1], quantization: { dtype: 'uint16', scale: 0.25, min: 2 } },
      [1, 1],
      [66.25],
    ],
    [
      'whole uint8',
      { dtype: 'int32', shape: [2], quantization: { dtype: 'uint8', scale: 0.1, min: 0 } },
      [10, 29],
      [1, 3],
    ],
    ['float16', { dtype: 'float32', shape: [2], quantization: { dtype: 'float16' } }, [0, 60, 0, 192], [1, -2]],
  ])('gives values stored as %s', (_, weight, bytes, expected) => {
    expect(values(weight, bytes)).toEqual(expected);
  });

  it('joins weights that files cut', () => {
    const weights = [
      { name: 'a', shape: [3], dtype: 'bool' },
      { name: 'b', shape: [1], dtype: 'float32', group: 'optimizer' },
      { name: 'empty', shape: [0], dtype: 'float32' },
    ];
    const [group] = parseManifest([{ paths: ['1', 'nothing', '2'], weights }]);
    const files = new Map([
      ['1', Uint8Array.of(1, 2, 3, 0, 0)],
      ['nothing', new Uint8Array(0)],
      ['2', Uint8Array.of(128, 63)],
    ]);
    expect(groupValues(group, files)).toEqual([
      { name: 'a', shape: [3], data: Float32Array.of(1, 2, 3), ofOptimizer: false },
      { name: 'b', shape: [1], data: Float32Array.of(1), ofOptimizer: true },
      { name: 'empty', shape: [0], data: new Float32Array(0), ofOptimizer: false },
    ]);
  });

  it.each(['../a.bin', '/etc/passwd', 'a/../../b', 'C:\\a', 'a\\b', 'file:a', '', './a', 'a//b'])(
    'refuses the path %j',
    (path) => {
      expect(() => parseManifest([{ paths: [path], weights: [] }])).toThrow('a path inside its folder is expected');
    },
  );

  it.each<[string, unknown, string]>([
    ['no manifest', undefined, 'has no "weightsManifest"'],
    ['no lists', [{}], 'no lists "paths" and "weights"'],
    ['one file twice', [{ paths: ['a', 'a'], weights: [] }], 'names the file "a" twice'],
    ['no name', [{ paths: [], weights: [{}] }], 'has no name'],
    ['text', [{ paths: [], weights: [{ name: 'w', shape: [1], dtype: 'string' }] }], 'has the element type "string"'],
    ['half a size', [{ paths: [], weights: [{ name: 'w', shape: [0.5], dtype: 'bool' }] }], 'has the shape [0.5]'],
    ['a huge size', [{ paths: [], weights: [{ name: 'w', shape: [2 ** 40], dtype: 'bool' }] }], 'at most 4294967296'],
    [
      'another quantization',
      [{ paths: [], weights: [{ name: 'w', shape: [], dtype: 'float32', quantization: { dtype: 'int4' } }] }],
      'is quantized as "int4"',
    ],
  ])('is refused with %s', (_, manifest, message) => {
    expect(() => parseManifest(manifest)).toThrow(FormatError);
    expect(() => parseManifest(manifest)).toThrow(message);
  });

  it('is refused when files are missing or of another length, before memory is taken', () => {
    const weights = [{ name: 'w', shape: [1024, 1024, 512], dtype: 'float32' }];
    const [group] = parseManifest([{ paths: ['a'], weights }]);
    expect(() => groupValues(group, new Map())).toThrow('The file "a" is missing.');
    expect(() => groupValues(group, new Map([['a', new Uint8Array(3)]]))).toThrow(
      'The files "a" have 3 bytes; the weights in model.json take 2147483648.',
    );
  });
});

describe('writeShards', () => {
  it('cuts the bytes of all arrays, also within one', () => {
    const arrays = [
      { name: 'a', shape: [3], data: Float32Array.of(1, 2, 3) },
      { name: 'iter', shape: [], data: Int32Array.of(-7), ofOptimizer: true },
    ];
    const { group, files } = writeShards(arrays, 'group1', 10);
    expect(group.paths).toEqual(['group1-shard1of2.bin', 'group1-shard2of2.bin']);
    expect([...files.values()].map(({ length }) => length)).toEqual([10, 6]);
    const [parsed] = parseManifest([group]);
    expect(groupValues(parsed, files).map(({ name, data, ofOptimizer }) => [name, [...data], ofOptimizer])).toEqual([
      ['a', [1, 2, 3], false],
      ['iter', [-7], true],
    ]);
  });

  it('writes one file when there is nothing to store', () => {
    expect(writeShards([]).group).toEqual({ paths: ['group1-shard1of1.bin'], weights: [] });
  });
});
