import { describe, expect, it } from 'vitest';
import { pacedPolling } from '../../src/node/paced-polling.ts';

/** Looks as Dawn does, from its calls on in every turn of the event loop, until `ms` have gone by. */
function answerAfter(ms: number, onLook: () => void): Promise<string> {
  const end = performance.now() + ms;
  return new Promise((resolve) => {
    const look = () => {
      onLook();
      if (performance.now() < end) globalThis.setImmediate(look);
      else resolve('done');
    };
    globalThis.setImmediate(look);
  });
}

describe('paced polling', () => {
  it('gives the answer, and leaves the global function to everybody else', async () => {
    const { setImmediate } = globalThis;
    let inLook: unknown;
    const betweenLooks: unknown[] = [];
    const answer = pacedPolling(() =>
      answerAfter(5, () => {
        inLook = globalThis.setImmediate;
        void Promise.resolve().then(() => betweenLooks.push(globalThis.setImmediate));
      }),
    );
    expect(globalThis.setImmediate).toBe(setImmediate);
    expect(await answer).toBe('done');
    expect(inLook).not.toBe(setImmediate);
    expect(new Set(betweenLooks)).toEqual(new Set([setImmediate]));
  });

  it('looks less often the longer it takes', async () => {
    const begin = performance.now();
    const looks: number[] = [];
    await pacedPolling(() => answerAfter(120, () => looks.push(performance.now() - begin)));
    const gaps = looks.slice(1).map((at, i) => ({ waited: looks[i] as number, gap: at - (looks[i] as number) }));
    // A timer of whole milliseconds may come up to one early.
    const late = gaps.filter(({ waited }) => waited > 64);
    expect(late.length).toBeGreaterThan(0);
    expect(late.filter(({ gap, waited }) => gap < Math.floor(Math.min(waited / 16, 10)) - 1)).toEqual([]);
    expect(looks.filter((at) => at > 3).length).toBeLessThan(120);
  });

  it('restores the global function where the call throws', () => {
    const { setImmediate } = globalThis;
    expect(() =>
      pacedPolling(() => {
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(globalThis.setImmediate).toBe(setImmediate);
  });
});
