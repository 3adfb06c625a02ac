import { describe, expect, it } from 'vitest';
import { trainInWorker } from '../../src/browser/train-in-worker.ts';
import type { WorkerTraining } from '../../src/browser/worker/worker-training.ts';
import {
  Adam,
  type Batch,
  DataError,
  Dataset,
  Dense,
  DeviceLostError,
  EarlyStopping,
  Flatten,
  type Loss,
  MeanSquaredError,
  ReferenceDevice,
  Sequential,
  ShapeError,
  ValueError,
  WorkerError,
} from '../../src/index.ts';
import { InProcessWorker, inProcess, referenceHost } from '../support/in-process-worker.ts';
import { compile, data, network, onThisThread, samples } from '../support/worker-training.ts';

const worker = inProcess();

describe('what goes wrong in trainInWorker', () => {
  class OwnDense extends Dense {}
  class OwnLoss extends MeanSquaredError implements Loss {}
  const plain = { compile: compile(), worker };

  it.each<[string, () => unknown, RegExp]>([
    ['an unknown option', () => trainInWorker(network(), data, { epoch: 3 } as object), /no option "epoch"/],
    ['no compile', () => trainInWorker(network(), data, { worker }), /not compiled\. Give the option compile/],
    [
      'a layer of its own',
      () => trainInWorker(new Sequential([new OwnDense({ units: 3, inputShape: [4] })]), data, plain),
      /"dense" is of a class of its own, OwnDense.* Train on this thread: model\.fit/s,
    ],
    [
      'a loss of its own',
      () => trainInWorker(network(), data, { ...plain, compile: { ...compile(), loss: new OwnLoss() } }),
      /The loss is of a class of its own, OwnLoss/,
    ],
    [
      'a schedule of its own',
      () =>
        trainInWorker(network(), data, {
          ...plain,
          compile: { ...compile(), optimizer: new Adam({ learningRate: { at: (step) => 1 / (1 + step) } }) },
        }),
      /The learning rate schedule is of a class of its own/,
    ],
    [
      'a metric of its own',
      () =>
        trainInWorker(network(), data, {
          ...plain,
          compile: { ...compile(), metrics: [{ name: 'mine', call: (target) => target }] },
        }),
      /The metric is of a class of its own/,
    ],
    [
      'a controller for its signal',
      () => trainInWorker(network(), data, { ...plain, signal: new AbortController() as unknown as AbortSignal }),
      /signal is no AbortSignal; the signal of an AbortController is expected/,
    ],
    [
      'a callback of fit',
      () => trainInWorker(network(), data, { ...plain, callbacks: [new EarlyStopping() as object] }),
      /EarlyStopping works on the model that trains, which is in the worker\. Give trainInWorker earlyStopping: \{ … \} instead/,
    ],
    [
      'a misspelled hook',
      () => trainInWorker(network(), data, { ...plain, callbacks: [{ onEpochEnded: () => {} } as object] }),
      /no option "onEpochEnded"/,
    ],
    [
      'a checkpoint beyond the browser',
      () => trainInWorker(network(), data, { ...plain, checkpoint: { to: 'best.safetensors' } }),
      /"opfs:\/\/best\.safetensors"/,
    ],
    [
      'a function among the options',
      () => trainInWorker(network(), data, { ...plain, earlyStopping: { print: () => {} } as object }),
      /does not cross to a worker/,
    ],
    [
      'a batch size of batches',
      () => trainInWorker(network(), [], { ...plain, batchSize: 8 }),
      /batchSize is for arrays/,
    ],
    ['epochs of nothing', () => trainInWorker(network(), data, { ...plain, epochs: 0 }), /epochs is 0/],
  ])('refuses %s before there is a worker', (_what, train, message) => {
    expect(train).toThrow(ValueError);
    expect(train).toThrow(message);
  });

  it('is told in the same class, with code and details', async () => {
    const wrong = { ...data, x: new Float32Array(120), xShape: [40, 3] };
    const error = await trainInWorker(network(), wrong, plain).finished.catch((reason) => reason);
    expect(error).toBeInstanceOf(ShapeError);
    expect(error).toMatchObject({ name: 'ShapeError', code: 'SHAPE' });
    expect(error.message).toContain('takes inputs [4], but the data gives [3]');
    expect(error.details).toMatchObject({ actual: [[3]], expected: [[4]] });

    const training = trainInWorker(network(), [], plain);
    const events: unknown[] = [];
    training.addEventListener('error', ({ detail }) => events.push(detail));
    const empty = await training.finished.catch((reason) => reason);
    expect(empty).toBeInstanceOf(DataError);
    expect(events).toEqual([empty]);
    expect(training.state).toBe('failed');
  });

  it('comes back as itself where it was thrown on the page', async () => {
    const mine = new RangeError('no camera');
    const broken = Dataset.from([1, 2]).map((): Batch => {
      throw mine;
    });
    expect(await trainInWorker(network(), broken, plain).finished.catch((reason) => reason)).toBe(mine);
    const callbacks = [
      {
        onEpochEnd: () => {
          throw mine;
        },
      },
    ];
    const training = trainInWorker(network(), data, { ...plain, epochs: 3, callbacks });
    expect(await training.finished.catch((reason) => reason)).toBe(mine);
  });

  it('is not lost where a hook fails after the end', async () => {
    const late = new RangeError('no room');
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    try {
      const heard = new Promise((resolve) => process.once('unhandledRejection', resolve));
      const onTrainEnd = async (training: WorkerTraining) => {
        await training.finished;
        throw late;
      };
      await trainInWorker(network(), data, { ...plain, callbacks: [{ onTrainEnd }] }).finished;
      expect(await heard).toBe(late);
    } finally {
      for (const other of others) process.on('unhandledRejection', other);
    }
  });

  it('includes a worker that has had its training', async () => {
    const only = worker();
    await trainInWorker(network(), data, { ...plain, worker: () => only }).finished;
    const again = trainInWorker(network(), data, { ...plain, worker: () => only });
    const error = await again.finished.catch((reason) => reason);
    expect(error).toBeInstanceOf(WorkerError);
    expect(error.message).toMatch(/^The option worker gave the worker of another training/);
  });

  it('includes data that has gone elsewhere before the worker took it', async () => {
    const own = samples(8);
    const training = trainInWorker(network(), own, plain);
    structuredClone(own.y, { transfer: [own.y.buffer as ArrayBuffer] });
    const error = await training.finished.catch((reason) => reason);
    expect(error).toBeInstanceOf(WorkerError);
    expect(error.message).toMatch(/^The training does not cross to its worker: .*detached/);
  });

  it('leaves the weights of the last epoch, and says how to go on, when the device is lost', async () => {
    const host = {
      ...referenceHost,
      openDevice: async () => {
        const device = new ReferenceDevice();
        let steps = 0;
        device.throttle = async () => {
          // Two batches in an epoch.
          if (++steps === 5) throw new DeviceLostError('unknown', 'The GPU process ended.');
        };
        return { device, fallback: null };
      },
    };
    const model = network();
    const training = trainInWorker(model, data, { ...plain, epochs: 9, worker: inProcess(host) });
    const error = await training.finished.catch((reason) => reason);
    expect(error).toBeInstanceOf(DeviceLostError);
    expect(error.message).toBe(
      'The GPU device was lost (unknown): The GPU process ended. Start again from the last checkpoint. ' +
        "Training in the worker was in epoch 3. The model has the weights and the optimizer's state of epoch 2: " +
        'initialEpoch: 2 goes on from there.',
    );
    const here = onThisThread();
    await here.fit(data, { epochs: 2 });
    expect(await model.getWeights()).toEqual(await here.getWeights());
    expect(await training.modelOfLastEpoch()?.getWeights()).toEqual(await here.getWeights());
    const rest = await trainInWorker(model, data, { ...plain, epochs: 3, initialEpoch: 2 }).finished;
    expect(rest.history).toEqual((await here.fit(data, { epochs: 3, initialEpoch: 2 })).history);
  });

  it('is said when the worker does not start, or breaks', async () => {
    const reported = (message: string) => Object.assign(new Event('error'), { message });
    const silent = () => {
      const target = Object.assign(new EventTarget(), { postMessage: () => {}, terminate: () => {} });
      queueMicrotask(() => target.dispatchEvent(reported('')));
      return target as unknown as Worker;
    };
    const breaking = () => {
      const target = new InProcessWorker();
      const fail = () => queueMicrotask(() => target.dispatchEvent(reported('out of memory')));
      target.addEventListener('message', fail, { once: true });
      return target as unknown as Worker;
    };
    const start = trainInWorker(network(), data, { ...plain, worker: silent });
    await expect(start.finished).rejects.toThrow(
      /^The training worker does not start: its script cannot be loaded\. The file training-worker\.js/,
    );
    await expect(start.ready).rejects.toBeInstanceOf(WorkerError);
    const later = trainInWorker(network(), data, { ...plain, epochs: 100_000, worker: breaking });
    await expect(later.finished).rejects.toThrow('ended by an error that nothing caught: out of memory');
    const refused = trainInWorker(network(), data, {
      ...plain,
      worker: () => {
        throw new WorkerError('The page cannot start a worker: refused.');
      },
    });
    await expect(refused.finished).rejects.toThrow('The page cannot start a worker: refused.');
  });

  it('does not hinder a model with a layer that shapes alone', async () => {
    const model = new Sequential([new Flatten({ inputShape: [2, 2] }), new Dense({ units: 3, activation: 'softmax' })]);
    const images = { ...data, xShape: [40, 2, 2] };
    expect((await trainInWorker(model, images, plain).finished).epoch).toEqual([0]);
  });
});
