import { describe, expect, it } from 'vitest';
import type { WorkerTraining } from '../../src/browser/index.ts';
import type * as here from '../../src/index.ts';
import { chromiumForTests, type PageOptions } from '../support/chromium.ts';
import { openWithTask, startTraining, trainIn } from '../support/training-in-pages.ts';

const chromium = chromiumForTests();
const openPage = (options?: PageOptions) => openWithTask(chromium, options);

/** In pages: the training under way, and the model that is trained. */
declare let training: WorkerTraining;
declare let model: here.Model;

describe('when something goes wrong with a training in a worker', () => {
  it('says so, and loses nothing that was saved, when the GPU goes away', async () => {
    const page = await openPage();
    await startTraining(
      page,
      { epochs: 100_000, device: 'webgpu', checkpoint: { to: 'opfs://on-the-way.safetensors' } },
      2,
    );
    const session = await chromium.browser.newBrowserCDPSession();
    // Its answer would come from the process that ends.
    session.send('Browser.crashGpuProcess').catch(() => {});
    const seen = await page.evaluate(async () => {
      const error = (await training.finished.catch((reason) => reason)) as here.CnnGpuError;
      const ended = Number(/state of epoch (\d+)/.exec(error.message)?.[1]);
      const saved = await cnnGpu.loadModel('opfs://on-the-way.safetensors');
      const [kept, stored] = [await model.getWeights(), await saved.model.getWeights()];
      const { compile, data } = pageTask();
      const on = { compile, device: 'cpu', initialEpoch: ended, epochs: ended + 1 } as const;
      const { epoch } = await cnnGpu.trainInWorker(model, data, on).finished;
      return {
        isLoss: error instanceof cnnGpu.DeviceLostError,
        message: error.message.replaceAll(String(ended), 'N').replaceAll(String(ended + 1), 'N+1'),
        state: training.state,
        isWhole: stored.length === kept.length,
        goesOn: epoch[0] === ended,
      };
    });
    expect(seen).toEqual({
      isLoss: true,
      message: expect.stringMatching(
        /^The GPU device was lost \(\w+\): .* Start again from the last checkpoint\. Training in the worker was in epoch N\+1\. The model has the weights and the optimizer's state of epoch N: initialEpoch: N goes on from there\.$/,
      ),
      state: 'failed',
      isWhole: true,
      goesOn: true,
    });
    await expect.poll(() => page.workers()).toEqual([]);
  });

  it('tells of wrong data in the class of the error', async () => {
    const page = await openPage();
    const error = await page.evaluate(async () => {
      const { model, data, compile } = pageTask();
      const wrong = { ...data, y: data.y.map((label) => (label === 0 ? 9 : label)) };
      const cause = await cnnGpu
        .trainInWorker(model, wrong, { compile, device: 'cpu' })
        .finished.catch((reason) => reason);
      return [cause instanceof cnnGpu.DataError, cause.code, cause.message, cause.details.classes];
    });
    expect(error).toEqual([true, 'DATA', 'The data has the class 9, but the model has 4 outputs (classes 0 to 3).', 4]);
    await expect.poll(() => page.workers()).toEqual([]);
  });

  it('says what hinders a worker from starting', async () => {
    const missing = await (await openPage()).evaluate(async () => {
      const { model, data, compile } = pageTask();
      const worker = () => new Worker('/dist/nowhere.js', { type: 'module' });
      return cnnGpu
        .trainInWorker(model, data, { compile, worker })
        .finished.catch(({ code, message }) => [code, message]);
    });
    expect(missing).toEqual(['WORKER', expect.stringContaining('does not start: its script cannot be loaded.')]);

    const policy = `<meta http-equiv="Content-Security-Policy" content="worker-src 'none'">`;
    const script = `<script type="module">import * as cnnGpu from '/dist/browser.js'; globalThis.cnnGpu = cnnGpu;</script>`;
    const page = await openPage({
      files: { '/strict.html': `<!doctype html>${policy}${script}` },
      path: '/strict.html',
    });
    const { error } = await trainIn(page, { epochs: 1 });
    expect(error).toMatchObject({ name: 'WorkerError', code: 'WORKER' });
    expect(error?.message).toContain('Content-Security-Policy');
  });
});
