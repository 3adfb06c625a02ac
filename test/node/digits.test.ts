import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digits } from '../../src/node/digits.ts';
import { packageFolder } from '../../src/node/package-folder.ts';

const countPerClass = (labels: Uint32Array) => {
  const counts = new Array<number>(10).fill(0);
  for (const label of labels) counts[label]++;
  return counts;
};

describe('digits', () => {
  it('loads the bundled images, split within each digit', async () => {
    const { train, test, imageShape, maxValue } = await digits();
    expect(train.xShape).toEqual([1442, 8, 8, 1]);
    expect(test.xShape).toEqual([355, 8, 8, 1]);
    expect(imageShape).toEqual([8, 8, 1]);
    expect(maxValue).toBe(16);
    expect(countPerClass(train.y)).toEqual([143, 146, 142, 147, 145, 146, 145, 144, 140, 144]);
    expect(countPerClass(test.y)).toEqual([35, 36, 35, 36, 36, 36, 36, 35, 34, 36]);
    expect(Math.max(...train.x)).toBe(16);
  });

  it('starts with the zero that scikit-learn shows', async () => {
    const { train } = await digits();
    expect(train.y[0]).toBe(0);
    expect([...train.x.subarray(0, 16)]).toEqual([0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]);
  });

  it('carries its attribution', async () => {
    const readme = await readFile(join(packageFolder(), 'data', 'digits', 'README.md'), 'utf8');
    for (const part of ['E. Alpaydin', 'C. Kaynak', 'CC BY 4.0', 'https://doi.org/10.24432/C50P49']) {
      expect(readme).toContain(part);
    }
  });
});
