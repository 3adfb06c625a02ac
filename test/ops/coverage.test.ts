import { describe, expect, it } from 'vitest';
import type { AnyOp } from '../../src/engine/op.ts';
import { type Shape, sizeOf, type TensorSpec } from '../../src/engine/shape.ts';
import type { Case } from '../../src/verification/case.ts';
import * as tables from '../../src/verification/cases/index.ts';

// Every op must have rows of certain kinds. What an op cannot have is listed here with the reason.

const cannot: Readonly<Record<string, { readonly kinds: readonly string[]; readonly because: string }>> = {
  reshape: { kinds: ['more than one dispatch dimension'], because: 'it runs no kernel' },
  accumulate: { kinds: ['odd sizes', 'more than one dispatch dimension'], because: 'its totals are two numbers' },
  composeTransforms: { kinds: ['one channel'], because: 'its rows are six numbers' },
};

/**
 * Elements above which 65,535 workgroups of 64 threads do not suffice, at one element a thread. Kernels that take four are
 * folded by the test that lowers the limit.
 */
const ONE_DISPATCH_DIMENSION = 65_535 * 64;
const rowsOf = new Map<AnyOp, Case[]>();
for (const row of Object.values(tables).flat()) rowsOf.set(row.op, [...(rowsOf.get(row.op) ?? []), row]);

function shapesOf({ op, inputs, attrs }: Case): Shape[] {
  const outputs = op.outputs(inputs, attrs) as Record<string, TensorSpec>;
  return [...Object.values(inputs), ...Object.values(outputs)].map(({ shape }) => shape);
}

const kinds: Readonly<Record<string, (row: Case) => boolean>> = {
  'an answer worked by hand': ({ expected }) => expected !== undefined,
  'odd sizes': (row) => shapesOf(row).some((shape) => shape.some((size) => size > 1 && size % 2 === 1)),
  'batch 1': (row) => shapesOf(row).some(([batch]) => batch === 1),
  'one channel': (row) => shapesOf(row).some((shape) => shape.at(-1) === 1),
  'more than one dispatch dimension': (row) => shapesOf(row).some((shape) => sizeOf(shape) > ONE_DISPATCH_DIMENSION),
};

describe.each([...rowsOf].map(([op, rows]) => ({ name: op.name, rows })))('$name', ({ name, rows }) => {
  for (const [kind, has] of Object.entries(kinds)) {
    if (cannot[name]?.kinds.includes(kind)) continue;
    it(`has a row with ${kind}`, () => {
      expect(rows.some(has)).toBe(true);
    });
  }
});
