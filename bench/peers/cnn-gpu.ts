import packageJson from '../../package.json' with { type: 'json' };
import type { DeviceChoice } from '../../src/engine/device-choice.ts';
import { sizeOf } from '../../src/engine/shape.ts';
import { Adam, RMSprop } from '../../src/index.ts';
import { objectiveOf } from '../../src/nn/classification/objective.ts';
import { createDevice } from '../../src/node/create-device.ts';
import type { OpenPeer } from './peer.ts';
import type { Workload } from './workload.ts';

/** cnn-gpu itself, with the model's prepared steps as `fit` and `predict` run them. */
export async function openCnnGpu(workload: Workload, deviceName: string): Promise<OpenPeer> {
  const { learningRate, batchSize, inputShape, x, y, outputs } = workload;
  const device = await createDevice({ device: deviceName as DeviceChoice });
  const model = workload.build();
  model.compile({
    device,
    optimizer: workload.optimizer === 'adam' ? new Adam({ learningRate }) : new RMSprop({ learningRate }),
    loss: objectiveOf(model).loss,
  });
  const { steps } = model.compiled;
  const input = { x, xShape: [batchSize, ...inputShape] };
  const batch =
    outputs === 1
      ? { ...input, y: Float32Array.from(y), yShape: [batchSize, 1] }
      : { ...input, y, yShape: [batchSize] };
  return {
    adapter: device.info.adapter,
    version: packageJson.version,
    parameters: model.weightSpecs.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    trainStep: () =>
      model.compiled.withTotals('train', async (totals) => {
        await steps.train(batch, totals);
        return (await totals.read())['loss'] as number;
      }),
    predict: () => steps.predict(input),
  };
}
