import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { describe, expect, inject, it } from 'vitest';

// What a page loads that a bundler made with the installed package: minified, compressed by gzip, and split where parts
// are loaded when they are first used. Only what is loaded with the page counts; what comes later is listed.

const { project } = inject('packed');
const KB = 1024;

type Chunk = Rolldown.OutputChunk;

async function bundled(script: string): Promise<readonly Chunk[]> {
  const entry = join(project, `entry-${script.length}.js`);
  writeFileSync(entry, script);
  const result = await build({
    root: project,
    configFile: false,
    logLevel: 'error',
    build: { write: false, modulePreload: false, minify: true, rolldownOptions: { input: entry } },
  });
  const { output } = result as Rolldown.RolldownOutput;
  return output.filter((file): file is Chunk => file.type === 'chunk');
}

const gzipped = ({ code }: Chunk): number => gzipSync(code, { level: 9 }).length;

/** The chunks that are loaded with the entry. */
function loadedAtOnce(chunks: readonly Chunk[]): readonly Chunk[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const found = new Set(chunks.filter(({ isEntry }) => isEntry));
  for (const { imports } of found) for (const name of imports) found.add(byName.get(name) as Chunk);
  return [...found];
}

async function sizeOf(what: string, script: string): Promise<number> {
  const chunks = await bundled(script);
  const atOnce = loadedAtOnce(chunks);
  const size = atOnce.reduce((sum, chunk) => sum + gzipped(chunk), 0);
  const later = chunks
    .filter((chunk) => !atOnce.includes(chunk))
    .map((chunk) => `${chunk.name} ${(gzipped(chunk) / KB).toFixed(1)}`);
  console.info(`${what}: ${(size / KB).toFixed(1)} KB in ${atOnce.length} files; later: ${later.join(', ') || 'none'}`);
  return size;
}

describe('with the page comes', () => {
  it('at most 60 KB for predictions', async () => {
    const script = `
      import { createDevice, loadPredictor } from 'cnn-gpu/predict';
      globalThis.classify = async (x, xShape) =>
        (await loadPredictor('model.safetensors', { device: await createDevice() })).predict({ x, xShape });`;
    expect(await sizeOf('predictions', script)).toBeLessThanOrEqual(60 * KB);
  });

  it('at most 60 KB for predictions of images, too', async () => {
    const script = `
      import { createDevice, decodeImage, imagePreprocessing, loadPredictor, resizeImage } from 'cnn-gpu/predict';
      globalThis.classify = async (file) => {
        const predictor = await loadPredictor('model.safetensors', { device: await createDevice() });
        const form = imagePreprocessing(predictor.preprocessing, 'model.safetensors');
        const image = await decodeImage(file, form.colorMode);
        const x = resizeImage(image, form.imageSize, form);
        return predictor.predict({ x, xShape: [1, ...form.imageSize, image.channels] });
      };`;
    expect(await sizeOf('predictions of images', script)).toBeLessThanOrEqual(60 * KB);
  });

  it('at most 120 KB of the whole library', async () => {
    const script = `import * as cnnGpu from 'cnn-gpu/browser'; globalThis.cnnGpu = cnnGpu;`;
    expect(await sizeOf('the whole library', script)).toBeLessThanOrEqual(120 * KB);
  });

  it('little where little is used', async () => {
    const script = `import { tensor } from 'cnn-gpu'; globalThis.tensor = tensor;`;
    expect(await sizeOf('tensors', script)).toBeLessThanOrEqual(20 * KB);
  });
});

it('the worker is one file, whatever is used in it', async () => {
  const chunks = await bundled(`import 'cnn-gpu/browser/training-worker';`);
  expect(chunks.map(({ dynamicImports }) => dynamicImports)).toEqual([[]]);
});

it('nothing in the build for pages needs Node', () => {
  const folder = join(project, 'node_modules/cnn-gpu/dist/browser');
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
  expect(files).toEqual(expect.arrayContaining(['browser.js', 'index.js', 'predict.js', 'training-worker.js']));
  for (const file of files) {
    expect(readFileSync(join(folder, file), 'utf8'), file).not.toMatch(/(?:\bfrom|\bimport\()\s*["'`]node:/);
  }
});
