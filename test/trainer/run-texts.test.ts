import { expect, it } from 'vitest';
import { type RunProgress, START } from '../../src/trainer/run-progress.ts';
import { deviceText, skippedText } from '../../src/trainer/views/run-texts.ts';

const on = (device: Partial<RunProgress['device']>) =>
  deviceText({ ...START, device: device as RunProgress['device'] });

it('says what computes, that software is no GPU, and why there is none, without advice to programmers', () => {
  expect(on({ kind: 'webgpu', adapter: 'nvidia ampere', software: false, fallback: null })).toBe(
    'On the GPU: nvidia ampere',
  );
  expect(on({ kind: 'webgpu', adapter: 'google swiftshader', software: true, fallback: null })).toBe(
    'On WebGPU without a GPU: google swiftshader is software. The processor is faster.',
  );
  const adapter = 'processor (WebAssembly SIMD, 2 threads)';
  expect(on({ kind: 'cpu', adapter, fallback: null })).toBe(`On the ${adapter}.`);
  const fallback =
    'The page has no WebGPU because it is not secure: http://10.0.0.2:80 is not https:// and not localhost. Serve it …';
  expect(on({ kind: 'cpu', adapter, fallback })).toBe(
    `On the ${adapter}. The page has no WebGPU because it is not secure: http://10.0.0.2:80 is not https:// and not localhost.`,
  );
});

it('names images that are left out, of many the first five', () => {
  expect(skippedText(START)).toBe('');
  expect(skippedText({ ...START, skipped: ['a'] })).toBe('1 image cannot be read and is left out: a.');
  expect(skippedText({ ...START, skipped: ['a', 'b', 'c', 'd', 'e', 'f'] })).toBe(
    '6 images cannot be read and are left out: a, b, c, d, e and others.',
  );
});
