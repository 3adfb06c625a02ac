import { describe, expect, it } from 'vitest';
import { ConfigError, DataError } from '../../src/errors.ts';
import { planGroupedSplit, planSplit, type SplitClass } from '../../src/node/split-plan.ts';

const numbered = (name: string, count: number): SplitClass => ({
  name,
  files: Array.from({ length: count }, (_, i) => ({ from: `/all/${name}.${i}.jpg`, name: `${name}.${i}.jpg` })),
});

const targets = (plan: ReturnType<typeof planSplit>) => plan.files.map(({ to }) => to);

describe('planSplit', () => {
  it('takes the first names for training, the next for validation, the next for the test', () => {
    const plan = planSplit([numbered('cat', 2500), numbered('dog', 2500)], { train: 1000, validation: 500, test: 500 });
    expect(plan.counts).toEqual({
      train: { cat: 1000, dog: 1000 },
      validation: { cat: 500, dog: 500 },
      test: { cat: 500, dog: 500 },
    });
    expect(plan.leftOver).toBe(1000);
    const to = targets(plan);
    expect([to[0], to[999], to[1000], to[1499], to[1500], to[1999], to[2000]]).toEqual([
      'train/cat/cat.0.jpg',
      'train/cat/cat.999.jpg',
      'validation/cat/cat.1000.jpg',
      'validation/cat/cat.1499.jpg',
      'test/cat/cat.1500.jpg',
      'test/cat/cat.1999.jpg',
      'train/dog/dog.0.jpg',
    ]);
    expect(plan.files[1000]?.from).toBe('/all/cat.1000.jpg');
  });

  it('gives training what the others leave', () => {
    expect(planSplit([numbered('a', 10)], { validation: 3 }).counts).toEqual({
      train: { a: 7 },
      validation: { a: 3 },
      test: {},
    });
  });

  it('rounds shares down, and gives training the rest of a whole', () => {
    const sizes = (amounts: Parameters<typeof planSplit>[1]) => {
      const { counts, leftOver } = planSplit([numbered('a', 19)], amounts);
      return [counts.train['a'], counts.validation['a'], counts.test['a'], leftOver];
    };
    expect(sizes({ train: 0.8, validation: 0.1, test: 0.1 })).toEqual([17, 1, 1, 0]);
    expect(sizes({ train: 0.5, validation: 0.25 })).toEqual([9, 4, undefined, 6]);
    expect(sizes({ validation: 0.3, test: 2 })).toEqual([12, 5, 2, 0]);
    expect(planSplit([numbered('a', 10)], { validation: 0.3 }).counts.validation).toEqual({ a: 3 });
  });

  it('keeps the proportions of the classes', () => {
    const { counts } = planSplit([numbered('a', 100), numbered('b', 20)], { validation: 0.2, test: 0.1 });
    expect(counts).toEqual({ train: { a: 70, b: 14 }, validation: { a: 20, b: 4 }, test: { a: 10, b: 2 } });
  });

  it('shuffles by a seed, so that each image is in one part', () => {
    const plan = planSplit([numbered('a', 30)], { validation: 0.5 }, 4);
    expect(targets(plan)).toEqual(targets(planSplit([numbered('a', 30)], { validation: 0.5 }, 4)));
    expect(targets(plan)).not.toEqual(targets(planSplit([numbered('a', 30)], { validation: 0.5 })));
    expect(new Set(plan.files.map(({ from }) => from)).size).toBe(30);
  });

  it.each([
    [{}, ConfigError, /Nothing to split off/],
    [{ train: 5 }, ConfigError, /Nothing to split off/],
    [{ validation: 1.5 }, ConfigError, /--validation is 1.5; a count from 1 on or a share below 1/],
    [{ validation: 0.6, test: 0.6 }, ConfigError, /0.6, 0.6 add up to more than 1/],
    [{ train: 8, validation: 3 }, DataError, /"a" has 10 images; 11 are needed \(train 8, validation 3, test 0\)/],
    [{ validation: 10 }, DataError, /none would be left for train/],
    [{ validation: 0.01 }, DataError, /none would be left for validation/],
  ])('refuses %o', (amounts, kind, message) => {
    expect(() => planSplit([numbered('a', 10)], amounts)).toThrow(kind);
    expect(() => planSplit([numbered('a', 10)], amounts)).toThrow(message);
  });
});

describe('planGroupedSplit', () => {
  /** Ten patients with an image in each class, patient 9 with two. */
  const classes: SplitClass[] = ['healthy', 'ill'].map((name) => ({
    name,
    files: Array.from({ length: 11 }, (_, i) => ({ from: `/${name}/${i}`, name: `p${Math.min(i, 9)}-${i}.png` })),
  }));
  const patient = (name: string) => name.slice(0, 2);
  const partsOfPatients = (plan: ReturnType<typeof planSplit>) => {
    const parts = new Map<string, Set<string>>();
    for (const { to } of plan.files) {
      const [part = '', , name = ''] = to.split('/');
      parts.set(patient(name), (parts.get(patient(name)) ?? new Set()).add(part));
    }
    return [...parts.values()].map((names) => [...names].join());
  };

  it('keeps groups together across classes, as near to the shares as they allow', () => {
    // Of 22 images 4 are for the test, those of patient 9, and 6 for validation: patients 8, 7 and 6.
    const plan = planGroupedSplit(classes, { validation: 0.3, test: 0.2 }, patient);
    expect(plan.counts).toEqual({
      train: { healthy: 6, ill: 6 },
      validation: { healthy: 3, ill: 3 },
      test: { healthy: 2, ill: 2 },
    });
    expect(partsOfPatients(plan)).toEqual([...Array(6).fill('train'), ...Array(3).fill('validation'), 'test']);
  });

  it('shuffles by a seed and still keeps groups together', () => {
    const plan = planGroupedSplit(classes, { validation: 0.3, test: 0.2 }, patient, 5);
    expect(partsOfPatients(plan).every((parts) => !parts.includes(','))).toBe(true);
    expect(plan).toEqual(planGroupedSplit(classes, { validation: 0.3, test: 0.2 }, patient, 5));
  });

  it('refuses counts and groups that are too large', () => {
    expect(() => planGroupedSplit(classes, { validation: 5 }, patient)).toThrow(ConfigError);
    expect(() => planGroupedSplit(classes, { train: 0.2, validation: 0.2 }, patient)).toThrow(ConfigError);
    expect(() => planGroupedSplit(classes, { validation: 0.2 }, () => 'all')).toThrow(DataError);
  });
});
