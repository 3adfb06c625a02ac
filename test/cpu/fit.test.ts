import { expect, it } from 'vitest';
import type { Device } from '../../src/engine/device.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { openCpuDevice } from '../../src/node/cpu.ts';
import { compileSmall, smallData, smallModel } from '../support/small-model.ts';

/** Loss after each of ten epochs, and the weights in the end. */
async function train(device: Device) {
  const model = compileSmall(smallModel(), device);
  const { history } = await model.fit(smallData(), { epochs: 10 });
  return { losses: history['loss'] as number[], weights: (await model.getWeights()).map(({ data }) => data) };
}

it('trains as the reference loops do, to the same bits with any number of threads', async () => {
  const [one, three] = [await openCpuDevice(1), await openCpuDevice(3)];
  const byLoops = await train(new ReferenceDevice());
  const alone = await train(one);
  for (const [epoch, loss] of alone.losses.entries()) expect(loss).toBeCloseTo(byLoops.losses[epoch] as number, 4);
  expect(await train(three)).toEqual(alone);
  expect(await train(three)).toEqual(alone);
  one.dispose();
  three.dispose();
});

it('holds no more memory after many epochs', async () => {
  const device = await openCpuDevice(2);
  const model = compileSmall(smallModel(), device);
  await model.fit(smallData(), { epochs: 5 });
  const before = device.memory;
  await model.fit(smallData(), { epochs: 100 });
  expect(device.memory).toEqual(before);
  device.dispose();
});
