import { describe, expect, it } from 'vitest';
import { DTypeError } from '../../src/errors.ts';
import * as tables from '../../src/verification/cases/index.ts';

// A kernel would take the bits of one element type for another: every op must refuse it before.

/** One row of each op, but for `reshape`, which takes any type. */
const rows = new Map(
  Object.values(tables)
    .flat()
    .filter(({ op, inputs }) => op.name !== 'reshape' && Object.keys(inputs).length > 0)
    .map((kase) => [kase.op.name, kase]),
);

describe.each([...rows])('%s', (_, kase) => {
  it.each(Object.keys(kase.inputs))('refuses another element type as "%s"', (input) => {
    const { dtype, ...rest } = kase.inputs[input];
    const inputs = { ...kase.inputs, [input]: { ...rest, dtype: dtype === 'f32' ? 'u32' : 'f32' } };
    expect(() => kase.op.outputs(inputs, kase.attrs)).toThrow(DTypeError);
  });
});
