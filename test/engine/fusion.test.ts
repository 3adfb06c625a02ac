import { describe, expect, it } from 'vitest';
import { fuseCalls } from '../../src/engine/fusion.ts';
import { defineOp, type OpCall } from '../../src/engine/op.ts';
import { trace } from '../../src/engine/program.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { spec, type TensorSpec } from '../../src/engine/shape.ts';
import { type Tensor, tensor } from '../../src/engine/tensor.ts';

const device = new ReferenceDevice();

/** An op of the form (x, other) → y that does nothing; only its name and its fusing matter here. */
const inert = (name: string, fuse?: (call: OpCall, next: OpCall) => OpCall | null, updates?: readonly 'other'[]) =>
  defineOp({
    name,
    outputs: ({ x }: { x: TensorSpec; other: TensorSpec }) => ({ y: spec(x.shape) }),
    reference: () => {},
    gpu: () => [],
    ...(fuse && { fuse }),
    ...(updates && { updates }),
  });

const both = inert('both', (call, next) => (next.op === second ? merged(call, next) : null));
const merged = (call: OpCall, next: OpCall): OpCall => ({ ...call, op: both, outputs: next.outputs });
const first = inert('first', (call, next) => (next.op === second ? merged(call, next) : null));
const second = inert('second');
const change = inert('change', undefined, ['other']);

function fused(build: (x: Tensor, other: Tensor) => Tensor | undefined): string[] {
  const x = tensor(device, [2], [1, 2]);
  const other = tensor(device, [2], [3, 4]);
  let keep: Tensor | undefined;
  const { calls } = trace(device, () => {
    keep = build(x, other);
  });
  return fuseCalls(calls, keep === undefined ? [] : [keep]).map(({ op }) => op.name);
}

describe('fuseCalls', () => {
  it('makes one call of two, and of three', () => {
    expect(fused((x, other) => void second({ x: first({ x, other }).y, other }))).toEqual(['both']);
    expect(fused((x, other) => void second({ x: second({ x: first({ x, other }).y, other }).y, other }))).toEqual([
      'both',
    ]);
  });

  it('leaves pairs alone that the first op does not know', () => {
    expect(fused((x, other) => void first({ x: second({ x, other }).y, other }))).toEqual(['second', 'first']);
  });

  it('leaves alone what somebody else reads, or is kept', () => {
    expect(
      fused((x, other) => {
        const y = first({ x, other }).y;
        second({ x: y, other });
        second({ x: y, other });
        return undefined;
      }),
    ).toEqual(['first', 'second', 'second']);
    expect(
      fused((x, other) => {
        const y = first({ x, other }).y;
        second({ x: y, other });
        return y;
      }),
    ).toEqual(['first', 'second']);
  });

  it('leaves pairs alone when what the second reads is changed between them', () => {
    const unrelated = tensor(device, [2], [0, 0]);
    const changedBetween = (changed: 'other' | 'unrelated') =>
      fused((x, other) => {
        const y = first({ x, other: x }).y;
        change({ x, other: changed === 'other' ? other : unrelated });
        second({ x: y, other });
        return undefined;
      });
    expect(changedBetween('other')).toEqual(['first', 'change', 'second']);
    expect(changedBetween('unrelated')).toEqual(['both', 'change']);
  });
});
