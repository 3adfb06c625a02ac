import type { Batch } from '../../data/batch.ts';
import { DataError, ValueError } from '../../errors.ts';
import { CallbackList } from '../callbacks/callback-list.ts';
import { History } from '../callbacks/history.ts';
import type { Model } from '../models/model.ts';
import { learningRateAt } from '../schedules/schedules.ts';
import { checkTargets } from './batch-form.ts';
import { batchesOf } from './batches-of.ts';
import { balancedClassWeight, type ClassWeight, classesOf, withClassWeight } from './class-weights.ts';
import { EpochBatches } from './epoch-batches.ts';
import { totalsOver } from './evaluate.ts';
import { checkFitOptions, type FitOptions, isValidated, trainingAndValidation } from './fit-options.ts';
import type { Logs } from './logs.ts';
import { type BatchSource, isArrays, type TrainingData } from './source.ts';
import { STEPS_IN_FLIGHT } from './steps.ts';

/** How often the running means are read in an epoch, in milliseconds: each read waits for the device. */
const READ_INTERVAL = 200;

/** Trains for a number of epochs, or until a callback stops it, and returns what was measured. */
export async function fitModel(model: Model, data: TrainingData, options: FitOptions = {}): Promise<History> {
  checkFitOptions(data, options);
  const { epochs = 1, initialEpoch = 0, validationFreq, callbacks: given = [] } = options;
  const { training, validation } = epochBatchesOf(model, data, options);
  const warning = model.compiled.lateFreezing(model);
  if (warning !== null) console.warn(warning);
  const classWeight = await classWeightOf(data, options);
  const history = new History();
  const callbacks = new CallbackList([history, ...given], model, {
    epochs,
    steps: training.length,
    validates: validation !== null,
  });
  try {
    await callbacks.onTrainBegin();
    for (let epoch = initialEpoch; epoch < epochs && !callbacks.isStopped; epoch++) {
      await callbacks.onEpochBegin(epoch);
      let logs = await trainEpoch(model, training, classWeight, callbacks);
      if (validation !== null && isValidated(epoch, validationFreq) && !callbacks.isStoppedImmediately) {
        logs = { ...logs, ...(await validate(model, validation, callbacks)) };
      }
      await callbacks.onEpochEnd(epoch, logs);
    }
    await callbacks.onTrainEnd();
  } finally {
    await training.close();
  }
  return history;
}

function epochBatchesOf(model: Model, data: TrainingData, options: FitOptions) {
  const { initialEpoch = 0, batchSize, shuffle = true, stepsPerEpoch, validationSteps } = options;
  const { training, validation } = trainingAndValidation(data, options);
  const order = shuffle ? { seed: model.compiled.seed, firstPass: initialEpoch } : null;
  const source = batchesOf('fit', training, { batchSize, shuffle: order });
  return {
    training: new EpochBatches('fit', source, { steps: stepsPerEpoch, option: 'stepsPerEpoch', wraps: true }),
    validation:
      validation === undefined
        ? null
        : new EpochBatches('fit: validationData', validationSource(validation, options), {
            steps: validationSteps,
            option: 'validationSteps',
            wraps: false,
          }),
  };
}

function validationSource(data: TrainingData, { batchSize, validationBatchSize }: FitOptions): BatchSource {
  const size = validationBatchSize ?? (isArrays(data) ? batchSize : undefined);
  return batchesOf('fit: validationData', data, { batchSize: size, shuffle: null });
}

/** The weights of classes, counted in one pass over the data where they are to be balanced; null without any. */
async function classWeightOf(data: TrainingData, options: FitOptions): Promise<ClassWeight | null> {
  if (options.classWeight !== 'balanced') return options.classWeight ?? null;
  if (typeof data === 'object' && 'next' in data) {
    throw new ValueError(
      'fit: classWeight "balanced" counts the labels in a pass over the data, but a generator gives its batches once. ' +
        'Hand in the function that makes it, or weights: balancedClassWeight(labels).',
    );
  }
  const { training } = trainingAndValidation(data, options);
  const source = batchesOf('fit', training, { batchSize: options.batchSize, shuffle: null });
  const steps = Number.isFinite(source.length) ? undefined : options.stepsPerEpoch;
  const pass = new EpochBatches('fit', source, { steps, option: 'stepsPerEpoch', wraps: false });
  const labels: number[] = [];
  try {
    for await (const batch of pass.epoch()) {
      checkTargets(batch);
      for (const label of classesOf(batch)) labels.push(label);
    }
  } finally {
    await pass.close();
  }
  return balancedClassWeight(labels);
}

async function validate(model: Model, data: EpochBatches<Batch>, callbacks: CallbackList): Promise<Logs> {
  await callbacks.onTestBegin();
  const logs = await totalsOver(model, data, callbacks);
  await callbacks.onTestEnd(logs);
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [`val_${name}`, value]));
}

function trainEpoch(
  model: Model,
  data: EpochBatches<Batch>,
  classWeight: ClassWeight | null,
  callbacks: CallbackList,
): Promise<Logs> {
  const { compiled } = model;
  return compiled.withTotals('train', async (totals) => {
    let logs: Logs = {};
    let lastRead = performance.now();
    let batches = 0;
    let begin = performance.now();
    callbacks.logsReader = () => totals.read();
    for await (const batch of data.epoch()) {
      const given = performance.now();
      await callbacks.onTrainBatchBegin(batches);
      const issuing = performance.now();
      await compiled.steps.train(classWeight === null ? batch : withClassWeight(batch, classWeight), totals);
      const issued = performance.now();
      await compiled.device.throttle(STEPS_IN_FLIGHT);
      const times = { begin, data: given - begin, issue: issued - issuing, device: performance.now() - issued };
      if (performance.now() - lastRead > READ_INTERVAL) {
        logs = await totals.read();
        lastRead = performance.now();
      }
      await callbacks.onTrainBatchEnd(batches++, logs, times);
      if (callbacks.isStopped) break;
      begin = performance.now();
    }
    if (batches === 0)
      throw new DataError('fit got no batches: the data set is empty. Check the folder and the batch size.');
    const last = await totals.read();
    callbacks.logsReader = async () => last;
    return { ...last, learningRate: learningRateAt(compiled.optimizer.learningRate, compiled.step - 1) };
  });
}
