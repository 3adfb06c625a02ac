import { describe, expect, it } from 'vitest';
import { Dataset } from '../../src/data/dataset.ts';
import { ValueError } from '../../src/errors.ts';
import { range } from '../support/read-all.ts';

describe('length', () => {
  it('is known through every method', () => {
    const ten = Dataset.from(range(10));
    expect(ten.map(String).length).toBe(10);
    expect(ten.shuffle(3, 1).length).toBe(10);
    expect(ten.batch(4).length).toBe(3);
    expect(ten.batch(4, { dropRemainder: true }).length).toBe(2);
    expect(ten.cache().length).toBe(10);
    expect(ten.prefetch(2).length).toBe(10);
    expect(ten.take(3).length).toBe(3);
    expect(ten.take(30).length).toBe(10);
    expect(ten.skip(3).length).toBe(7);
    expect(ten.skip(30).length).toBe(0);
    expect(ten.repeat(3).length).toBe(30);
    expect(ten.repeat().length).toBe(Number.POSITIVE_INFINITY);
    expect(ten.repeat().batch(4).take(6).length).toBe(6);
    expect(Dataset.from([]).repeat().length).toBe(0);
    expect(ten.repeat(0).length).toBe(0);
  });

  it('stays unknown', () => {
    const unknown = Dataset.from(() => [1]);
    for (const dataset of [unknown.map(String), unknown.batch(2), unknown.take(1), unknown.skip(1), unknown.repeat()]) {
      expect(dataset.length).toBeUndefined();
    }
  });
});

describe('arguments', () => {
  it.each([
    ['batch', 'size', (d: Dataset<number>) => d.batch(0)],
    ['batch', 'size', (d: Dataset<number>) => d.batch(1.5)],
    ['shuffle', 'bufferSize', (d: Dataset<number>) => d.shuffle(0, 1)],
    ['prefetch', 'count', (d: Dataset<number>) => d.prefetch(0)],
    ['map', 'parallel', (d: Dataset<number>) => d.map(String, { parallel: 0 })],
    ['take', 'count', (d: Dataset<number>) => d.take(-1)],
    ['skip', 'count', (d: Dataset<number>) => d.skip(-1)],
    ['repeat', 'times', (d: Dataset<number>) => d.repeat(-1)],
  ])('%s refuses a wrong %s', (method, argument, call) => {
    expect(() => call(Dataset.from([1]))).toThrow(ValueError);
    expect(() => call(Dataset.from([1]))).toThrow(`Dataset.${method}: ${argument} is`);
  });
});
