import { describe, expect, it } from 'vitest';
import type { CpuKernel } from '../../src/engine/cpu/kernel.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import type { TensorSpec } from '../../src/engine/shape.ts';
import { Tensor } from '../../src/engine/tensor.ts';
import { CaseRun } from '../../src/verification/case-run.ts';
import * as tables from '../../src/verification/cases/index.ts';

// A CPU kernel's TypeScript spec is a mirror of its AssemblyScript text: this test proves the mirror true.

const texts = import.meta.glob<string>('../../src/kernels/wasm/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const withoutComments = (text: string): string => text.replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, '');

/** The exported functions of all files, each with the fields of its params. */
const functions = new Map(
  Object.values(texts).flatMap((text) => {
    const code = withoutComments(text);
    return [...code.matchAll(/^export function (\w+)\(params: (\w+), task: u32\): void/gm)].map(
      ([, name, type]) => [name, fieldsOf(code, type as string)] as const,
    );
  }),
);

function fieldsOf(code: string, type: string): string[] {
  const [, body = ''] = new RegExp(`@unmanaged\\s+class ${type} \\{([^}]*)\\}`).exec(code) ?? [];
  return [...body.matchAll(/(\w+: \w+);/g)].map(([, field]) => field as string);
}

/** Every kernel that the op table runs, forward or backward. */
function kernelsOfTheTable(): Map<string, CpuKernel> {
  const device = new ReferenceDevice();
  const scratch = (spec: TensorSpec) => new Tensor(device, spec);
  const small = Object.values(tables)
    .flat()
    .filter(({ name }) => !name.includes('beyond'));
  const found = new Map<string, CpuKernel>();
  for (const kase of small) {
    for (const { op, inputs, outputs, attrs } of new CaseRun(kase).traced(device).program.calls) {
      for (const { kernel } of op.cpu?.(inputs, outputs, attrs, scratch) ?? []) found.set(kernel.name, kernel);
    }
  }
  return found;
}

const kernels = kernelsOfTheTable();

describe.each([...kernels.values()])('$name', ({ name, bindings, params }) => {
  it('has the bindings and params of its text, in order', () => {
    const addresses = Object.keys(bindings).map((binding) => `${binding}: usize`);
    const numbers = Object.entries(params).map(([param, type]) => `${param}: ${type}`);
    expect(functions.get(name)).toEqual([...addresses, ...numbers]);
  });
});

it('uses every kernel', () => {
  expect([...functions.keys()].filter((name) => !kernels.has(name as string))).toEqual([]);
});

it('opens every file with a comment', () => {
  expect(Object.entries(texts).filter(([, text]) => !text.startsWith('//'))).toEqual([]);
});
