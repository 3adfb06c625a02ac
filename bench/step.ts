import type { Device } from '../src/engine/device.ts';
import { medianMs } from './median.ts';
import { compile, examples, noiseBatch } from './networks.ts';
import { type Row, rounded } from './report.ts';

const BATCH_SIZE = 32;

/** Whole training steps: upload of the batch, forward, backward and update, until the device is done. */
export async function benchStep(device: Device): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, build } of examples) {
    const model = build();
    compile(model, device);
    const batch = noiseBatch(BATCH_SIZE, model.inputShape);
    const { compiled } = model;
    const ms = await compiled.withTotals('train', (totals) =>
      medianMs(async () => {
        await compiled.steps.train(batch, totals);
        await device.throttle(0);
      }),
    );
    rows.push({
      network: name,
      'batch size': BATCH_SIZE,
      'ms a step': rounded(ms),
      'images/s': rounded((1000 * BATCH_SIZE) / ms),
    });
  }
  return rows;
}
