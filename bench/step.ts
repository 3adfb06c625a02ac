import type { Device } from '../src/engine/device.ts';
import { medianMs } from './median.ts';
import { compiledNetwork, type NetworkName, networks, noiseBatch } from './networks.ts';
import { type Row, rounded } from './report.ts';

/** Whole training steps: upload of the batch, forward, backward and update, until the device is done. */
export async function benchStep(device: Device): Promise<Row[]> {
  const rows: Row[] = [];
  for (const name of Object.keys(networks) as NetworkName[]) {
    const model = compiledNetwork(name, device);
    const batch = noiseBatch(name, model);
    const ms = await medianMs(async () => {
      await model.compiled.steps.train(batch);
      await device.throttle(0);
    });
    const { batchSize } = networks[name];
    rows.push({
      network: name,
      'batch size': batchSize,
      'ms a step': rounded(ms),
      'images/s': rounded((1000 * batchSize) / ms),
    });
  }
  return rows;
}
