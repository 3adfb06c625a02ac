import type { Device } from '../engine/device.ts';
import type { OpCall } from '../engine/op.ts';
import { trace } from '../engine/program.ts';
import { ReferenceDevice } from '../engine/reference/reference-device.ts';
import type { HostArray } from '../engine/shape.ts';
import { backward, withTape } from '../engine/tape.ts';
import { Tensor, tensor } from '../engine/tensor.ts';
import { add } from '../ops/add.ts';
import type { Case, HostInput } from './case.ts';
import { seededRandom } from './random.ts';

/** Named arrays: the results of a case or of its gradients. */
export type Arrays = ReadonlyMap<string, HostArray>;

/** How far one result is from what it should be. */
export interface Deviation {
  readonly what: string;
  /** Largest absolute difference; infinite where one side is NaN and the other is not, or the sizes differ. */
  readonly error: number;
  readonly tolerance: number;
  readonly passed: boolean;
}

/** The case's inputs as host data: the same every time. */
export function hostInputs({ op, name, inputs }: Case): ReadonlyMap<string, HostInput> {
  const random = seededRandom(`${op.name}: ${name}`);
  return new Map(Object.entries(inputs).map(([input, recipe]) => [input, recipe(random)]));
}

/** Weights of the first output's elements, whose weighted sum is what gradients are taken of. */
function outputWeights({ op, name }: Case, size: number): Float32Array {
  const random = seededRandom(`${op.name}: ${name}: weights`);
  return Float32Array.from({ length: size }, () => random() * 2 - 1);
}

const differentiable = ({ op }: Case): string[] => Object.keys(op.gradients ?? {});

const upload = (device: Device, inputs: ReadonlyMap<string, HostInput>): Record<string, Tensor> =>
  Object.fromEntries([...inputs].map(([name, { shape, data }]) => [name, tensor(device, shape, data)]));

/** The tensors that a case's forward pass makes or changes. */
function results({ op, attrs }: Case, device: Device, inputs: Record<string, Tensor>): Record<string, Tensor> {
  const outputs = (op as unknown as (i: unknown, a: unknown, d: Device) => Record<string, Tensor>)(inputs, attrs, device);
  const updated = Object.fromEntries((op.updates ?? []).map((name: string) => [name, inputs[name] as Tensor]));
  return { ...outputs, ...updated };
}

/** The gradients of the weighted first output with respect to all differentiable inputs. */
function gradientsOf(kase: Case, device: Device, inputs: Record<string, Tensor>, weights: (y: Tensor) => Tensor) {
  const { value, calls } = withTape(() => results(kase, device, inputs));
  const y = Object.values(value)[0] as Tensor;
  const names = differentiable(kase);
  const gradients = backward(calls as readonly OpCall[], new Map([[y, weights(y)]]), names.map((name) => inputs[name] as Tensor), add);
  return Object.fromEntries(names.map((name, i) => [`gradient of ${name}`, gradients[i] as Tensor]));
}

async function download(tensors: Record<string, Tensor>): Promise<Arrays> {
  const arrays = new Map<string, HostArray>();
  for (const [name, value] of Object.entries(tensors)) arrays.set(name, await value.data());
  return arrays;
}

/** Forward results, computed eagerly. */
export function forward(kase: Case, device: Device): Promise<Arrays> {
  return download(results(kase, device, upload(device, hostInputs(kase))));
}

/** Gradients, computed eagerly. */
export function gradients(kase: Case, device: Device): Promise<Arrays> {
  const inputs = upload(device, hostInputs(kase));
  return download(gradientsOf(kase, device, inputs, (y) => tensor(device, y.shape, outputWeights(kase, y.size))));
}

/** Forward results and gradients of a traced plan after its last of `runs` runs; the inputs are written before each. */
export async function replayed(kase: Case, device: Device, runs: number): Promise<Arrays> {
  const host = hostInputs(kase);
  const inputs = upload(device, host);
  const weights = await firstOutputWeights(kase, device, upload(device, host));
  let kept: Record<string, Tensor> = {};
  const program = trace(device, () => {
    kept = results(kase, device, inputs);
    if (differentiable(kase).length > 0) kept = { ...kept, ...gradientsOf(kase, device, inputs, () => weights) };
  });
  const plan = await device.prepare(program, Object.values(kept));
  for (let run = 0; run < runs; run++) {
    for (const [name, { data }] of host) device.write(inputs[name] as Tensor, data);
    plan.run();
  }
  const arrays = await download(kept);
  plan.dispose();
  return arrays;
}

async function firstOutputWeights(kase: Case, device: Device, inputs: Record<string, Tensor>): Promise<Tensor> {
  const y = Object.values(results(kase, device, inputs))[0] as Tensor;
  return tensor(device, y.shape, outputWeights(kase, y.size));
}

const LARGEST_SAMPLE = 40;
/** Bounds the work of central differences for large inputs: elements evaluated in all. */
const SAMPLE_BUDGET = 4e6;

/**
 * Central differences in double precision, against the reference's gradients in double precision. At most 40 elements
 * of each input are tried, fewer where the case is large. The step is 1e-5, so the truncation error is about 1e-10
 * times the third derivative and the rounding error 1e-11 times the weighted sum.
 */
export async function checkGradients(kase: Case): Promise<Deviation[]> {
  const device = new ReferenceDevice({ precision: 'f64' });
  const exact = await gradients(kase, device);
  const host = hostInputs(kase);
  const objective = async (): Promise<number> => {
    const [y] = (await forwardOf(kase, device, host)).values();
    const weights = outputWeights(kase, (y as HostArray).length);
    return (y as HostArray).reduce((sum: number, value: number, i: number) => sum + value * (weights[i] as number), 0);
  };
  const scale = Math.abs(await objective());
  const deviations: Deviation[] = [];
  for (const name of differentiable(kase)) {
    const input = host.get(name) as HostInput;
    const analytic = exact.get(`gradient of ${name}`) as HostArray;
    const data = Float64Array.from(input.data);
    (host as Map<string, HostInput>).set(name, { ...input, data });
    const count = Math.max(2, Math.min(LARGEST_SAMPLE, data.length, Math.floor(SAMPLE_BUDGET / data.length)));
    let error = 0;
    for (const i of sample(data.length, count, `${kase.op.name}: ${kase.name}: ${name}`)) {
      const at = data[i] as number;
      const step = 1e-5;
      data[i] = at + step;
      const above = await objective();
      data[i] = at - step;
      const below = await objective();
      data[i] = at;
      error = Math.max(error, Math.abs((above - below) / (2 * step) - (analytic[i] as number)));
    }
    const tolerance = 1e-6 * Math.max(1, scale, ...largest(analytic));
    deviations.push({ what: `gradient of ${name}`, error, tolerance, passed: error <= tolerance });
  }
  return deviations;
}

function forwardOf(kase: Case, device: ReferenceDevice, host: ReadonlyMap<string, HostInput>): Promise<Arrays> {
  const inputs = Object.fromEntries(
    [...host].map(([name, input]) => {
      const value = new Tensor(device, input, device.allocate(input));
      device.write(value, input.data);
      return [name, value];
    }),
  );
  return download(results(kase, device, inputs));
}

function sample(size: number, count: number, seed: string): Set<number> {
  if (size <= count) return new Set(Array.from({ length: size }, (_, i) => i));
  const random = seededRandom(seed);
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(Math.floor(random() * size));
  return chosen;
}

/** The largest magnitude, as a list of one (empty arrays and NaN give none). */
function largest(array: HostArray): number[] {
  let most = 0;
  for (const value of array) most = Math.max(most, Number.isFinite(value) ? Math.abs(value) : 0);
  return [most];
}

const UNIT = 2 ** -23;

/**
 * Compares results with what they should be. A sum of n numbers in f32 is off by at most n roundings of its largest
 * partial sum, so the tolerance is (terms + ulps) · 2^-23 · max(1, largest expected magnitude).
 */
export function compare({ terms, ulps }: Case, actual: Arrays, expected: Arrays): Deviation[] {
  return [...expected].map(([what, should]) => {
    const is = actual.get(what);
    const tolerance = (terms + ulps) * UNIT * Math.max(1, ...largest(should));
    const error = is === undefined || is.length !== should.length ? Number.POSITIVE_INFINITY : largestDifference(is, should);
    return { what, error, tolerance, passed: error <= tolerance };
  });
}

/** Compares bit by bit: the tolerance is 0. */
export function compareExactly(actual: Arrays, expected: Arrays): Deviation[] {
  return [...expected].map(([what, should]) => {
    const is = actual.get(what);
    const error = is === undefined || is.length !== should.length ? Number.POSITIVE_INFINITY : largestDifference(is, should);
    return { what, error, tolerance: 0, passed: error === 0 };
  });
}

function largestDifference(a: HostArray, b: HostArray): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const [is, should] = [a[i] as number, b[i] as number];
    if (Object.is(is, should) || is === should || (Number.isNaN(is) && Number.isNaN(should))) continue;
    const difference = Math.abs(is - should);
    most = Math.max(most, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  return most;
}
