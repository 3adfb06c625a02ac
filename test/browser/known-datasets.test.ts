import { describe, expect, it } from 'vitest';
import { digits } from '../../src/node/digits.ts';
import { chromiumForTests } from '../support/chromium.ts';

const chromium = chromiumForTests();

describe('digits', () => {
  it('are those of Node', async () => {
    const page = await chromium.open();
    const found = await page.evaluate(async () => {
      const { train, test, ...rest } = await cnnGpu.digits();
      const plain = ({ x, xShape, y }: typeof train) => ({ x: [...x], xShape, y: [...y] });
      return { train: plain(train), test: plain(test), ...rest };
    });
    const { train, test, ...rest } = await digits();
    const plain = ({ x, xShape, y }: typeof train) => ({ x: [...x], xShape, y: [...y] });
    expect(found).toEqual({ train: plain(train), test: plain(test), ...rest });
  });
});

it('reads the files of well-known data sets', async () => {
  const page = await chromium.open();
  const found = await page.evaluate(() => {
    // One image of 1×2 pixels and its label, in the format of MNIST; and an image of CIFAR-10.
    const images = cnnGpu.decodeIdx(Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 9), 'images');
    const labels = cnnGpu.decodeIdx(Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 4), 'labels');
    const mnist = cnnGpu.idxImages(images, labels, 'mnist');
    const cifar = cnnGpu.decodeCifar10([new Uint8Array(3073).fill(3)], ['data_batch_1']);
    return [[...mnist.x], mnist.xShape, [...mnist.y], cifar.xShape, [...cifar.y]];
  });
  expect(found).toEqual([[7, 9], [1, 1, 2, 1], [4], [1, 32, 32, 3], [3]]);
});
