import { expect, it } from 'vitest';
import type { SampleArrays } from '../../src/data/index.ts';
import { seededRandom } from '../../src/engine/seeded-random.ts';
import {
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  Input,
  type Layer,
  MaxPooling2D,
  RandomTranslation,
} from '../../src/nn/layers/index.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { cpu } from '../support/cpu.ts';

const SIDE = 16;
const SHAPES = [
  ['..#..', '..#..', '#####', '..#..', '..#..'],
  ['#...#', '.#.#.', '..#..', '.#.#.', '#...#'],
] as const;

/** A plus or a cross on noise, its upper left corner at most `reach` pixels from that of the image. */
function images(count: number, reach: number, seed: string): SampleArrays {
  const random = seededRandom(seed);
  const x = Float32Array.from({ length: count * SIDE * SIDE }, () => 0.4 * random());
  const y = Float32Array.from({ length: count }, (_, i) => i % 2);
  for (let image = 0; image < count; image++) {
    const [top, left] = [Math.floor(random() * (reach + 1)), Math.floor(random() * (reach + 1))];
    for (const [row, line] of SHAPES[(image % 2) as 0 | 1].entries()) {
      for (const [column, mark] of [...line].entries()) {
        if (mark === '#') x[(image * SIDE + top + row) * SIDE + left + column] += 0.6;
      }
    }
  }
  return { x, xShape: [count, SIDE, SIDE, 1], y, yShape: [count, 1] };
}

async function trained(first: readonly Layer[], last: readonly Layer[]) {
  const model = new Sequential([
    new Input({ shape: [SIDE, SIDE, 1] }),
    ...first,
    new Conv2D({ filters: 8, kernelSize: 3, activation: 'relu' }),
    new MaxPooling2D(),
    new Conv2D({ filters: 16, kernelSize: 3, activation: 'relu' }),
    new MaxPooling2D(),
    new Flatten(),
    ...last,
    new Dense({ units: 32, activation: 'relu' }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ]);
  model.compile({ device: await cpu(), optimizer: 'adam', loss: 'binaryCrossentropy', metrics: ['acc'], seed: 4 });
  // Shapes in one corner to learn from, and everywhere to be known again.
  await model.fit(images(96, 3, 'training'), { epochs: 400, batchSize: 16 });
  return {
    training: await model.evaluate(images(96, 3, 'training')),
    validation: await model.evaluate(images(400, SIDE - 5, 'validation')),
  };
}

it('is better with augmentation and dropout where images differ from those learned from', async () => {
  const plain = await trained([], []);
  const moved = new RandomTranslation({ heightFactor: 0.5, widthFactor: 0.5, fillMode: 'wrap' });
  const augmented = await trained([moved], [new Dropout({ rate: 0.25 })]);
  expect(plain.training['acc']).toBe(1);
  expect(plain.validation['acc']).toBeLessThan(0.85);
  expect(augmented.validation['acc']).toBeGreaterThan((plain.validation['acc'] as number) + 0.05);
  expect(augmented.validation['loss']).toBeLessThan((plain.validation['loss'] as number) / 2);
});
