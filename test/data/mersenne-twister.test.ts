import { describe, expect, it } from 'vitest';
import { MersenneTwister } from '../../src/data/mersenne-twister.ts';
import { ValueError } from '../../src/errors.ts';

const draw = (random: MersenneTwister, count: number) => Array.from({ length: count }, () => random.uint32());

describe('MersenneTwister', () => {
  it('gives the first numbers of the reference implementation for its default seed', () => {
    expect(draw(new MersenneTwister(5489), 3)).toEqual([3499211612, 581869302, 3890346734]);
  });

  it('gives the 10000th number that the C++ standard demands of mt19937', () => {
    expect(draw(new MersenneTwister(5489), 10000).at(-1)).toBe(4123659995);
  });

  it('seeds from a list as numpy.random.RandomState([7, 1])', () => {
    expect(draw(new MersenneTwister([7, 1]), 5)).toEqual([968553300, 3287823873, 1540179448, 1473205320, 3432680139]);
  });

  it('draws below a bound by masking and rejecting', () => {
    const bits = new MersenneTwister(1);
    const wanted: number[] = [];
    while (wanted.length < 100) {
      const value = bits.uint32() & 7;
      if (value <= 4) wanted.push(value);
    }
    const random = new MersenneTwister(1);
    expect(Array.from({ length: 100 }, () => random.below(5))).toEqual(wanted);
  });

  it('uses no bits for a bound of 1', () => {
    const random = new MersenneTwister(5489);
    expect(random.below(1)).toBe(0);
    expect(random.uint32()).toBe(3499211612);
  });

  it.each([-1, 1.5, 2 ** 32, Number.NaN])('refuses the seed %s', (seed) => {
    expect(() => new MersenneTwister(seed)).toThrow(ValueError);
    expect(() => new MersenneTwister([0, seed])).toThrow(`The seed is ${seed}; an integer from 0 to 4294967295`);
  });
});

describe('fractions', () => {
  it('are those of numpy.random.RandomState', () => {
    const random = new MersenneTwister(0);
    expect([random.random(), random.random(), random.random()]).toEqual([
      0.5488135039273248, 0.7151893663724195, 0.6027633760716439,
    ]);
    const other = new MersenneTwister(7);
    expect([other.uniform(-2, 3), other.uniform(-2, 3)]).toEqual([-1.618458553130214, 1.8995939612005732]);
  });
});
