import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { describe, expect, inject, it } from 'vitest';
import { run } from '../support/packed-package.ts';

// The package as it ships: built, packed, unpacked into a project of its own, imported and run from there.

const { copy, project, names } = inject('packed');
const root = resolve('.');
const installed = join(project, 'node_modules', 'cnn-gpu');

describe('the packed package', () => {
  it('holds the build, the WebAssembly modules, the digits and the papers, and nothing else', () => {
    expect(names).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md']));
    expect(names).toEqual(
      expect.arrayContaining([
        'bin/cnn-gpu.cjs',
        'dist/index.js',
        'dist/node.js',
        'dist/cli.js',
        'dist/types/index.d.ts',
        'wasm/relaxed-shared.wasm',
        'fonts/noto-sans-sc/latin.woff2',
        'fonts/noto-sans-sc/LICENSE',
        'dist/third-party-licenses.txt',
      ]),
    );
    expect(names.filter((name) => name.startsWith('data/')).sort()).toEqual([
      'data/digits/README.md',
      'data/digits/digits.csv.gz',
    ]);
    expect(
      names.filter(
        (name) => !/^(bin|dist|wasm|fonts|data|web)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(name),
      ),
    ).toEqual([]);
  });

  it('has a command that can be executed', () => {
    expect(statSync(join(copy, 'bin', 'cnn-gpu.cjs')).mode & 0o111).toBe(0o111);
  });

  it('passes publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: installed, pack: false });
    expect(messages.map((message) => formatMessage(message, pkg as Record<string, unknown>))).toEqual([]);
  });

  it('is imported by its names, trains, draws a figure, and lets the process end', () => {
    writeFileSync(
      join(project, 'train.js'),
      `import { batchSamples, Conv2D, datasetFromArrays, Dense, Flatten, Input, Sequential, SparseCategoricalCrossentropy } from 'cnn-gpu';
       import { createDevice, digits, plotHistory, releaseDawn } from 'cnn-gpu/node';
       const { train, imageShape } = await digits();
       const device = await createDevice({ device: 'cpu' });
       const model = new Sequential([
         new Input({ shape: imageShape }), new Conv2D({ filters: 2, kernelSize: 3 }), new Flatten(), new Dense({ units: 10 }),
       ]);
       model.compile({ device, optimizer: 'adam', loss: new SparseCategoricalCrossentropy({ fromLogits: true }) });
       const history = await model.fit(batchSamples(datasetFromArrays(train).take(64), 32), { epochs: 2 });
       await plotHistory(history, 'history.png');
       console.log(JSON.stringify(history.history.loss));
       device.dispose();
       releaseDawn();`,
    );
    const [first, last] = JSON.parse(run(process.execPath, ['train.js'], project)) as [number, number];
    expect(last).toBeLessThan(first);
    expect(statSync(join(project, 'history.png')).size).toBeGreaterThan(10_000);
  });

  it('runs as a command', () => {
    const cli = join(installed, 'bin', 'cnn-gpu.cjs');
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(run(process.execPath, [cli, '--version'], project).trim()).toBe(version);
    const lines = run(
      process.execPath,
      [cli, 'train', '--epochs', '1', '--device', 'cpu', '--json', '--out', 'out'],
      project,
    );
    const end = JSON.parse(lines.trim().split('\n').at(-1) ?? '') as { event: string; device: { kind: string } };
    expect(end).toMatchObject({ event: 'end', epochs: 1, device: { kind: 'cpu', software: true } });
    expect(readFileSync(join(project, 'out', 'report.html'), 'utf8')).toMatch(/<svg role="img"/);
  });

  it('has declarations that a strict TypeScript project takes, without the types of WebGPU', () => {
    writeFileSync(
      join(project, 'consumer.ts'),
      `import { type Device, ops, Sequential, type Tensor, tensor } from 'cnn-gpu';
       import { createDevice } from 'cnn-gpu/node';
       const device: Device = await createDevice();
       const y: Tensor = ops.relu(tensor(device, [2], [1, -1]));
       export const name: string = new Sequential([]).name;
       // @ts-expect-error relu takes a tensor
       ops.relu(1);
       export default y;`,
    );
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: 'es2022',
      lib: ['es2022', 'esnext.disposable'],
      module: 'nodenext',
      types: [],
      skipLibCheck: false,
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    expect(run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], project)).toBe('');
  });
});
