import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import type { TensorSpec } from '../../src/engine/shape.ts';
import { Tensor } from '../../src/engine/tensor.ts';
import type { Dispatch, Kernel } from '../../src/engine/webgpu/kernel.ts';
import * as ops from '../../src/ops/index.ts';
import { CaseRun } from '../../src/verification/case-run.ts';
import * as tables from '../../src/verification/cases/index.ts';
import { gpu } from '../support/gpu.ts';

// A kernel's TypeScript spec is a mirror of its WGSL text: this test proves the mirror true.

const texts = import.meta.glob<string>('../../src/kernels/wgsl/**/*.wgsl', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const cases = Object.values(tables).flat();

/** What every adapter has, and subgroups. */
const traits = { software: true, subgroupSize: 4, workgroupStorage: 16_384, workgroupThreads: 256 };

/** Every kernel that the op table runs, forward or backward and in all forms, with the constants it runs with. */
function kernelsOfTheTable(): Map<Kernel, Dispatch[]> {
  const device = new ReferenceDevice();
  const found = new Map<Kernel, Dispatch[]>();
  const small = cases.filter(({ name }) => !name.startsWith('beyond'));
  for (const kase of small) {
    const scratch = (spec: TensorSpec) => new Tensor(device, spec);
    const { calls } = new CaseRun(kase).traced(device).program;
    for (const { op, inputs, outputs, attrs } of calls) {
      const variants = Object.values(op.variants ?? {}).filter(({ fits }) => fits(inputs, outputs, attrs, traits));
      const dispatches = [op, ...variants].flatMap((form) => form.gpu(inputs, outputs, attrs, scratch, traits));
      for (const dispatch of dispatches) {
        found.set(dispatch.kernel, [...(found.get(dispatch.kernel) ?? []), dispatch]);
      }
    }
  }
  return found;
}

const kernels = kernelsOfTheTable();
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace('.wgsl', '');
const usesSubgroups = ({ name }: Kernel): boolean => name.includes('subgroup');
const withoutComments = (text: string): string => text.replace(/\/\/.*$/gm, '');

describe.each([...kernels.keys()].map((kernel) => ({ kernel, name: kernel.name })))('$name', ({ kernel }) => {
  const text = withoutComments(kernel.code.join('\n'));

  it('has the params of its struct, in order', () => {
    const [, fields = ''] = /struct Params \{([^}]*)\}/.exec(text) ?? [];
    const inText = fields
      .split(',')
      .map((field) => field.trim())
      .filter((field) => field !== '');
    expect(inText).toEqual(Object.entries(kernel.params).map(([name, type]) => `${name}: ${type}`));
    expect(text).toMatch(/@group\(0\) @binding\(0\) var<uniform> params: Params;/);
  });

  it('has the bindings of its text, in order: reads, then writes', () => {
    const inText = [...text.matchAll(/@binding\((\d+)\) var<storage, (read|read_write)> (\w+)/g)];
    const uses = Object.entries(kernel.bindings);
    expect(inText.map(([, index, access, name]) => [Number(index), name, access])).toEqual(
      uses.map(([name, use], i) => [i + 1, name, use === 'read' ? 'read' : 'read_write']),
    );
    const writes = uses.map(([, use]) => use !== 'read');
    expect(writes).toEqual([...writes].sort((a, b) => Number(a) - Number(b)));
  });

  it('has the constants of its text', () => {
    const inText = [...text.matchAll(/override (\w+)/g)]
      .map(([, name]) => name)
      .filter((name) => name !== 'WORKGROUP_SIZE');
    expect(inText.sort()).toEqual(Object.keys(kernel.constants ?? {}).sort());
  });

  it('stays within what every adapter has, and subgroups where its name says so', () => {
    expect(Object.keys(kernel.bindings).length).toBeLessThanOrEqual(8);
    expect(text).not.toMatch(/\batomic|\bf16\b/);
    if (usesSubgroups(kernel)) expect(text.trimStart()).toMatch(/^enable subgroups;/);
    else expect(text).not.toMatch(/\benable\b|\bsubgroup/);
    expect(text).toMatch(/fn main\(/);
  });

  it('is named after its file and opens with a comment', () => {
    const files = Object.entries(texts).filter(([, content]) => kernel.code.includes(content));
    expect(files.length).toBe(new Set(kernel.code).size);
    const names = files.map(([path]) => baseName(path));
    expect(names.some((name) => kernel.name === name || kernel.name === `${name}-grad`)).toBe(true);
    for (const piece of kernel.code) expect(piece.startsWith('//')).toBe(true);
  });

  it('compiles where the adapter can run it', async () => {
    const device = await gpu();
    if (usesSubgroups(kernel) && device.choice.traits.subgroupSize === 0) {
      console.log(`${kernel.name} was not compiled: ${device.info.adapter} has no subgroups of fixed size.`);
      return;
    }
    const [dispatch] = kernels.get(kernel) as Dispatch[];
    await expect(device.compile([dispatch])).resolves.toBeUndefined();
  });
});

it('uses every WGSL file', () => {
  const used = new Set([...kernels.keys()].flatMap(({ code }) => code));
  expect(
    Object.entries(texts)
      .filter(([, content]) => !used.has(content))
      .map(([path]) => path),
  ).toEqual([]);
});

it('has rows for every exported op', () => {
  const tested = new Set(cases.map(({ op }) => op));
  const untested = Object.entries(ops).filter(([name, op]) => name.endsWith('Op') && !tested.has(op as never));
  expect(untested.map(([name]) => name)).toEqual([]);
});
