import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../src/errors.ts';
import { encodeOnnx } from '../../../src/formats/onnx/encode-onnx.ts';
import { permuted } from '../../../src/formats/onnx/permuted.ts';
import type { StoredModel } from '../../../src/formats/stored-model.ts';

const sequential = (...layers: unknown[]): StoredModel => ({
  config: { className: 'Sequential', name: 'small', layers },
  layers: [],
  training: null,
  metadata: { preprocessing: '{"classNames":["cat","dog"]}' },
});
const layer = (className: string, config: object) => ({ className, config });
const input = layer('Input', { name: 'input', shape: [2, 2, 1] });

describe('encodeOnnx', () => {
  it('keeps metadata, and the names of the graph, its layers and its ends', () => {
    const text = Buffer.from(encodeOnnx(sequential(input, layer('Flatten', { name: 'flat' })))).toString('latin1');
    for (const part of [
      'cnn-gpu',
      'small',
      'flat/Reshape',
      'input',
      'output',
      'batch',
      '{"classNames":["cat","dog"]}',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('begins with IR version 8 and ends with operator set 17 before the metadata', () => {
    const bytes = Buffer.from(encodeOnnx({ ...sequential(input, layer('Dropout', { name: 'drop' })), metadata: {} }));
    expect([...bytes.subarray(0, 2)]).toEqual([0x08, 8]);
    expect([...bytes.subarray(-6)]).toEqual([0x42, 4, 0x0a, 0, 0x10, 17]);
  });

  it('names a layer that it does not know, also in a nested model', () => {
    const lambda = layer('Lambda', { name: 'mine' });
    expect(() => encodeOnnx(sequential(input, lambda))).toThrow(FormatError);
    expect(() => encodeOnnx(sequential(input, lambda))).toThrow(
      /^Layer "mine" is a Lambda, which cannot be exported to ONNX. These can: Activation, /,
    );
    const nested = layer('Sequential', { name: 'inner', layers: [lambda] });
    expect(() => encodeOnnx(sequential(input, nested))).toThrow('Layer "inner/mine" is a Lambda');
  });

  it('says what it cannot write of a layer that it knows', () => {
    const resizing = layer('Resizing', { name: 'resize', height: 4, width: 4, interpolation: 'lanczos3' });
    expect(() => encodeOnnx(sequential(input, resizing))).toThrow(
      'Layer "resize" (Resizing) has the interpolation "lanczos3"; "nearest" and "bilinear" can be exported.',
    );
    const activation = layer('Activation', { name: 'act', activation: 'toString' });
    expect(() => encodeOnnx(sequential(input, activation))).toThrow(
      'Layer "act" (Activation) has the activation "toString", which is not exported.',
    );
  });

  it('asks for a fixed input, for layers, and for weights', () => {
    expect(() => encodeOnnx(sequential(layer('Flatten', { name: 'flat' })))).toThrow('ONNX export needs a fixed size');
    expect(() => encodeOnnx(sequential(layer('Input', { name: 'x', shape: [null, null, 3] })))).toThrow(
      'is [null,null,3]',
    );
    expect(() => encodeOnnx({ ...sequential(), config: null })).toThrow('weights without layers');
    expect(() => encodeOnnx(sequential(input, layer('Conv2D', { name: 'conv' })))).toThrow(
      'Layer "conv" (Conv2D) has no weight "kernel".',
    );
  });

  it('refuses models nested without end', () => {
    let config: Record<string, unknown> = { name: 'deepest', layers: [] };
    for (let i = 0; i < 60; i++) config = { name: `m${i}`, layers: [layer('Sequential', config)] };
    expect(() => encodeOnnx({ ...sequential(), config: { ...config, inputShape: [2] } })).toThrow(FormatError);
  });
});

describe('permuted', () => {
  it('moves axes as numpy does', () => {
    expect(permuted(Float32Array.of(0, 1, 2, 3, 4, 5), [2, 3], [1, 0])).toEqual(Float32Array.of(0, 3, 1, 4, 2, 5));
    expect(permuted(Float32Array.of(0, 1, 2, 3, 4, 5), [1, 2, 3], [2, 0, 1])).toEqual(
      Float32Array.of(0, 3, 1, 4, 2, 5),
    );
  });
});
