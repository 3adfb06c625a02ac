import { describe, expect, it } from 'vitest';
import { trainInWorker } from '../../src/browser/train-in-worker.ts';
import { decodeSafetensorsModel } from '../../src/formats/safetensors-model.ts';
import {
  type Batch,
  CosineDecay,
  Dataset,
  Dense,
  input,
  MeanSquaredError,
  Model,
  Precision,
  ReferenceDevice,
  Sequential,
  SGD,
} from '../../src/index.ts';
import { InProcessWorker, inProcess, referenceHost } from '../support/in-process-worker.ts';
import { CLASSES, compile, data, network, onThisThread, samples } from '../support/worker-training.ts';

const worker = inProcess();

describe('trainInWorker', () => {
  it('measures and trains the same as fit, with one device, model, seed and data', async () => {
    const options = { epochs: 3, batchSize: 16, validationSplit: 0.25 };
    const here = onThisThread();
    const expected = await here.fit(data, options);
    const model = network();
    const training = trainInWorker(model, data, { compile: compile(), ...options, worker });
    const { epoch, history } = await training.finished;

    expect(epoch).toEqual([0, 1, 2]);
    expect(history).toEqual(expected.history);
    expect(await model.getWeights()).toEqual(await here.getWeights());
    expect(await training.ready).toEqual({
      kind: 'reference',
      adapter: 'reference loops',
      software: true,
      fallback: null,
    });
    expect(training.state).toBe('finished');
  });

  it('goes on from the weights and the optimizer that the model has, compiled or not', async () => {
    const here = onThisThread();
    await here.fit(data, { epochs: 1 });
    const further = await here.fit(data, { epochs: 3, initialEpoch: 1 });

    const fresh = network();
    await trainInWorker(fresh, data, { compile: compile(), epochs: 1, worker }).finished;
    const second = trainInWorker(fresh, data, { compile: compile(), epochs: 3, initialEpoch: 1, worker });
    expect((await second.finished).history).toEqual(further.history);

    const compiled = onThisThread();
    await compiled.fit(data, { epochs: 1 });
    const third = await trainInWorker(compiled, data, { epochs: 3, initialEpoch: 1, worker }).finished;
    expect(third.history).toEqual(further.history);
    expect(await compiled.getWeights()).toEqual(await here.getWeights());
    expect((await compiled.getOptimizerState())?.step).toBe(6);
  });

  it('takes the weights of layers that have some, and draws the others', async () => {
    const base = onThisThread();
    await base.fit(data, { epochs: 1 });
    const extended = () => {
      const x = input({ shape: [4] });
      for (const layer of base.layers) layer.trainable = false;
      return new Model({ inputs: x, outputs: new Dense({ units: CLASSES, name: 'head' }).apply(base.apply(x)) });
    };
    const model = extended();
    const options = { compile: { ...compile(), loss: 'sparseCategoricalCrossentropy' as const }, epochs: 1, worker };
    const { history } = await trainInWorker(model, data, options).finished;
    const here = extended();
    here.compile({ device: base.device, ...compile() });
    expect((await here.fit(data, { epochs: 1 })).history).toEqual(history);
  });

  it('takes batches of a data set, a list and a generator from the page, and leaves none of them changed', async () => {
    const batches: Batch[] = [0, 1, 2, 3, 4].map((i) => ({
      x: data.x.slice(i * 32, (i + 1) * 32),
      xShape: [8, 4],
      y: Uint32Array.from(data.y.slice(i * 8, (i + 1) * 8)),
      yShape: [8],
    }));
    const expected = await onThisThread().fit(batches, { epochs: 2, validationData: batches.slice(0, 2) });
    let closed = 0;
    const source = () =>
      (async function* () {
        try {
          yield* batches;
        } finally {
          closed++;
        }
      })();
    const forms = [batches, Dataset.from(batches).cache(), source];
    for (const form of forms) {
      const options = { compile: compile(), epochs: 2, validationData: Dataset.from(batches).take(2), worker };
      const { history } = await trainInWorker(network(), form, options).finished;
      expect(history).toEqual(expected.history);
    }
    expect(closed).toBe(2);
    expect(batches[0].x.length).toBe(32);

    const endless = (function* () {
      for (let i = 0; ; i++) yield batches[i % 5];
    })();
    const steps = { epochs: 2, stepsPerEpoch: 3 };
    const drawn = await trainInWorker(network(), endless, { compile: compile(), ...steps, worker }).finished;
    const again = (function* () {
      for (let i = 0; ; i++) yield batches[i % 5];
    })();
    expect(drawn.history).toEqual((await onThisThread().fit(again, steps)).history);
    // Nothing was taken from the generator but the six batches.
    expect(endless.next().value).toBe(batches[1]);
  });

  it('takes a worker that was started earlier', async () => {
    const early = new InProcessWorker();
    await new Promise((loaded) => early.addEventListener('message', loaded, { once: true }));
    const training = trainInWorker(network(), data, { compile: compile(), worker: () => early as unknown as Worker });
    expect((await training.finished).epoch).toEqual([0]);
  });

  it('hands arrays over where it may', async () => {
    const own = samples(12);
    const options = { compile: compile(), transfer: true, worker, validationData: own };
    const { history } = await trainInWorker(network(), own, options).finished;
    expect(own.x.length).toBe(0);
    expect(history['val_loss']).toHaveLength(1);
  });

  it('tells the page by events and callbacks', async () => {
    const seen: unknown[] = [];
    const training = trainInWorker(network(), data, {
      compile: compile(),
      epochs: 2,
      worker,
      callbacks: [
        {
          onTrainBegin: () => void seen.push('begin'),
          onEpochEnd: (epoch, logs) => void seen.push([epoch, Object.keys(logs)]),
          onTrainEnd: () => void seen.push('end'),
        },
      ],
    });
    const events: string[] = [];
    for (const type of ['ready', 'epochbegin', 'epochend', 'finish'] as const) {
      training.addEventListener(type, (event) => events.push(event.type));
    }
    const batches: number[] = [];
    training.addEventListener('batchend', ({ detail }) => batches.push(detail.batch));
    const history = await training.finished;
    expect(seen).toEqual([
      'begin',
      [0, ['loss', 'accuracy', 'learningRate']],
      [1, ['loss', 'accuracy', 'learningRate']],
      'end',
    ]);
    expect(events).toEqual(['ready', 'epochbegin', 'epochend', 'epochbegin', 'epochend', 'finish']);
    expect(batches).toContain(1);
    expect(history.epoch).toEqual([0, 1]);
  });

  it('pauses, goes on and stops, also before the worker listens', async () => {
    const training = trainInWorker(network(), data, { compile: compile(), epochs: 1000, worker });
    training.pause();
    await new Promise((paused) => training.addEventListener('pause', paused));
    expect(training.state).toBe('paused');
    const epochs: number[] = [];
    training.addEventListener('epochend', ({ detail }) => {
      epochs.push(detail.epoch);
      if (detail.epoch === 1) training.stop();
    });
    training.resume();
    const { epoch } = await training.finished;
    expect(training.state).toBe('stopped');
    expect(epochs).toEqual(epoch);
    expect(epoch.length).toBeGreaterThanOrEqual(2);
    expect(epoch.length).toBeLessThan(1000);
  });

  it('stops while it is paused', async () => {
    const training = trainInWorker(network(), data, { compile: compile(), epochs: 1000, worker });
    training.pause();
    training.stop({ immediately: true });
    expect((await training.finished).epoch).toEqual([]);
    expect(training.state).toBe('stopped');
  });

  it('gives the weights of the moment while it goes on', async () => {
    const model = network();
    const training = trainInWorker(model, data, { compile: compile(), epochs: 1000, worker });
    await new Promise((ended) => training.addEventListener('epochend', ended, { once: true }));
    await training.snapshot();
    const then = await model.getWeights();
    expect(await training.modelOfLastEpoch()?.getWeights()).toHaveLength(then.length);
    training.stop();
    await training.finished;
    expect(await model.getWeights()).not.toEqual(then);
    await training.snapshot();
  });

  it('ends at once when it is aborted, with the weights of the last epoch', async () => {
    const abort = new AbortController();
    const started: InProcessWorker[] = [];
    const model = network();
    const training = trainInWorker(model, data, {
      compile: compile(),
      epochs: 1000,
      signal: abort.signal,
      worker: () => {
        started.push(new InProcessWorker());
        return started[0] as unknown as Worker;
      },
    });
    let epochs = 0;
    training.addEventListener('epochend', () => {
      if (++epochs === 2) abort.abort(new Error('the visitor left'));
    });
    await expect(training.finished).rejects.toThrow('the visitor left');
    expect(training.state).toBe('failed');
    expect(started[0].terminated).toBe(1);
    const here = onThisThread();
    await here.fit(data, { epochs: 2 });
    expect(await model.getWeights()).toEqual(await here.getWeights());
    const early = trainInWorker(model, data, { compile: compile(), signal: abort.signal, worker });
    await expect(early.finished).rejects.toThrow('the visitor left');
  });

  it('lowers the learning rate, stops early with the best weights, and saves on the way', async () => {
    const saved = new Map<string, Uint8Array>();
    const host = { ...referenceHost, writeStore: async (url: string, bytes: Uint8Array) => void saved.set(url, bytes) };
    const optimizer = new SGD({ learningRate: 0.1 });
    const model = network();
    const training = trainInWorker(model, data, {
      compile: { ...compile(), optimizer },
      epochs: 50,
      validationData: samples(9),
      earlyStopping: { monitor: 'loss', minDelta: 100, patience: 3, restoreBestWeights: true },
      reduceLROnPlateau: { monitor: 'loss', minDelta: 100, patience: 1, factor: 0.5 },
      checkpoint: { to: 'opfs://epoch-{epoch:02d}.safetensors', preprocessing: { classes: ['a', 'b', 'c'] } },
      worker: inProcess(host),
    });
    const { epoch } = await training.finished;
    expect(epoch).toEqual([0, 1, 2, 3]);
    expect(optimizer.learningRate).toBe(0.0125);
    expect([...saved.keys()]).toEqual([1, 2, 3, 4].map((n) => `opfs://epoch-0${n}.safetensors`));
    const first = decodeSafetensorsModel(saved.get('opfs://epoch-01.safetensors') as Uint8Array);
    expect(JSON.parse(first.metadata['preprocessing'])).toEqual({ classes: ['a', 'b', 'c'] });
    expect(first.training?.step).toBe(2);
    const [kernel] = await model.getWeights();
    expect(kernel.data).toEqual(first.layers[0].weights[0].data);
  });

  it('takes schedules, metrics and losses of cnn-gpu with their options', async () => {
    const yesNo = {
      x: data.x,
      xShape: data.xShape,
      y: Float32Array.from(data.y, (c) => (c === 0 ? 1 : 0)),
      yShape: [40, 1],
    };
    const make = () => new Sequential([new Dense({ units: 1, activation: 'sigmoid', inputShape: [4] })]);
    const how = () => ({
      optimizer: new SGD({ learningRate: new CosineDecay({ initialLearningRate: 0.5, decaySteps: 10 }), clipNorm: 1 }),
      loss: new MeanSquaredError(),
      metrics: ['mae' as const, new Precision({ threshold: 0.3 })],
    });
    const here = make();
    here.compile({ device: new ReferenceDevice(), ...how() });
    const expected = await here.fit(yesNo, { epochs: 2, classWeight: 'balanced' });
    const there = trainInWorker(make(), yesNo, { compile: how(), epochs: 2, classWeight: 'balanced', worker });
    expect((await there.finished).history).toEqual(expected.history);
  });
});
