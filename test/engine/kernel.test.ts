import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { tensor } from '../../src/engine/tensor.ts';
import { UniformBlocks } from '../../src/engine/webgpu/commands.ts';
import { defineKernel, packParams, workgroupsOf } from '../../src/engine/webgpu/kernel.ts';
import { locate } from '../../src/engine/webgpu/wgsl-errors.ts';

const kernel = defineKernel({
  name: 'example',
  code: [],
  bindings: { x: 'read' },
  params: { size: 'u32', offset: 'i32', alpha: 'f32' },
  constants: { TILE: 8, WIDE: 0 },
});
const x = tensor(new ReferenceDevice(), [1], [1]);

describe('workgroupsOf', () => {
  it('runs 64 threads a workgroup', () => {
    expect(workgroupsOf({ threads: 1 }, 65535)).toEqual([1, 1, 1]);
    expect(workgroupsOf({ threads: 64 }, 65535)).toEqual([1, 1, 1]);
    expect(workgroupsOf({ threads: 65 }, 65535)).toEqual([2, 1, 1]);
  });

  it('folds what exceeds the limit of a dimension into y', () => {
    expect(workgroupsOf({ threads: 64 * 4 }, 4)).toEqual([4, 1, 1]);
    expect(workgroupsOf({ threads: 64 * 4 + 1 }, 4)).toEqual([4, 2, 1]);
    expect(workgroupsOf({ threads: 64 * 70_000 }, 65_535)).toEqual([65_535, 2, 1]);
  });

  it('takes workgroups as they are given, folded', () => {
    expect(workgroupsOf({ workgroups: 5 }, 8)).toEqual([5, 1, 1]);
    expect(workgroupsOf({ workgroups: 5 }, 2)).toEqual([2, 3, 1]);
  });
});

describe('packParams', () => {
  it('puts one little-endian field after the other, in the order of the spec', () => {
    const block = packParams(kernel, { alpha: 0.5, offset: -2, size: 4_000_000_000 });
    expect([...new Uint8Array(block)]).toEqual([0, 40, 107, 238, 254, 255, 255, 255, 0, 0, 0, 63]);
  });

  it('packs four bytes where there are no fields', () => {
    expect(packParams(defineKernel({ name: 'none', code: [], bindings: {}, params: {} }), {}).byteLength).toBe(4);
  });
});

describe('a dispatch', () => {
  it('has the defaults of constants that it does not set', () => {
    const params = { size: 1, offset: 0, alpha: 0 };
    expect(kernel.dispatch({ x }, params, { threads: 1 }).constants).toEqual({ TILE: 8, WIDE: 0 });
    const wide = kernel.dispatch({ x }, params, { threads: 1, constants: { WIDE: 1 } });
    expect(wide.constants).toEqual({ TILE: 8, WIDE: 1 });
    expect(wide.size).toEqual({ threads: 1 });
  });
});

describe('UniformBlocks', () => {
  it('shares equal blocks and aligns the others', () => {
    const blocks = new UniformBlocks({ limits: { minUniformBufferOffsetAlignment: 256 } } as GPUDevice);
    const offsets = [1, 2, 1, 3].map((size) =>
      blocks.add(kernel.dispatch({ x }, { size, offset: 0, alpha: 0 }, { threads: 1 })),
    );
    expect(offsets).toEqual([0, 256, 0, 512]);
    const packed = new DataView(blocks.pack().buffer);
    expect([0, 256, 512].map((at) => packed.getUint32(at, true))).toEqual([1, 2, 3]);
    expect(blocks.bytes).toBe(768);
    blocks.clear();
    expect(blocks.bytes).toBe(0);
  });
});

describe('locate', () => {
  it('finds the piece of joined texts that a line stands in', () => {
    const code = ['one\ntwo\n', 'three', 'four\nfive'];
    // Joined by line ends: one, two, (empty), three, four, five.
    expect(locate(code, 2)).toEqual({ piece: 0, line: 2 });
    expect(locate(code, 4)).toEqual({ piece: 1, line: 1 });
    expect(locate(code, 6)).toEqual({ piece: 2, line: 2 });
  });
});
