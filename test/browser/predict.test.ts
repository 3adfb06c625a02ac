import { describe, expect, it } from 'vitest';
import { chromiumForTests } from '../support/chromium.ts';
import { preprocessing, savedBytes, trainedSmall } from '../support/models-in-pages.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const folder = temporaryFolders();

const chromium = chromiumForTests();

/** Runs in a page, as text: `predict` is the entry for predictions alone. */
const inPage = (body: string) => `import('/dist/predict.js').then(async (predict) => { ${body} })`;

const IMAGES = '{ x: Float32Array.from({ length: 3 * 36 }, (_, i) => Math.sin(i)), xShape: [3, 6, 6, 1] }';

describe.each(['reference', 'cpu', 'webgpu'])('a predictor on %s', (kind) => {
  it('gives what the model gives that was saved', async () => {
    const model = await trainedSmall();
    const x = Float32Array.from({ length: 3 * 36 }, (_, i) => Math.sin(i));
    const { data } = await model.predict({ x, xShape: [3, 6, 6, 1] });
    const page = await chromium.open({
      files: { '/model.safetensors': await savedBytes(await folder(), 'model.safetensors', model) },
    });
    const loaded = (await page.evaluate(
      inPage(`
        const device = await predict.createDevice({ device: '${kind}', threads: 2 });
        const predictor = await predict.loadPredictor('model.safetensors', { device });
        const { shape, data } = await predictor.predict(${IMAGES}, { batchSize: 2 });
        predictor.dispose();
        device.dispose();
        return { kind: device.kind, shape, data: [...data], preprocessing: predictor.preprocessing };
      `),
    )) as { kind: string; shape: number[]; data: number[]; preprocessing: unknown };
    expect(loaded).toMatchObject({ kind, shape: [3, 3], preprocessing });
    for (const [i, value] of loaded.data.entries()) expect(value).toBeCloseTo(data[i] as number, 5);
  });
});

it('takes bytes and blobs, and is of one engine with the whole library', async () => {
  const bytes = await savedBytes(await folder(), 'model.safetensors', await trainedSmall());
  const page = await chromium.open({ files: { '/model.safetensors': bytes } });
  const predictions = await page.evaluate(
    inPage(`
      const blob = await (await fetch('model.safetensors')).blob();
      const buffer = await blob.arrayBuffer();
      const device = new cnnGpu.ReferenceDevice();
      const outputs = [];
      for (const source of [blob, buffer, new Uint8Array(buffer), new URL('model.safetensors', location.href)]) {
        const predictor = await predict.loadPredictor(source, { device });
        outputs.push([...(await predictor.predict(${IMAGES})).data]);
      }
      return outputs;
    `),
  );
  const [first, ...others] = predictions as number[][];
  expect(first).toHaveLength(9);
  for (const output of others) expect(output).toEqual(first);
});

it('tells what is wrong with a file', async () => {
  const page = await chromium.open({ files: { '/broken.safetensors': 'no model' } });
  const messages = await page.evaluate(
    inPage(`
      const device = await predict.createDevice({ device: 'reference' });
      const messageOf = (source) => predict.loadPredictor(source, { device }).catch((error) => error.code);
      return Promise.all([messageOf('missing.safetensors.html'), messageOf('broken.safetensors')]);
    `),
  );
  expect(messages).toEqual(['DATA', 'FORMAT']);
});
