import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { seededRandom } from '../../src/engine/seeded-random.ts';
import type { HostArray } from '../../src/engine/shape.ts';
import type { HostInput } from '../../src/verification/case.ts';
import type { CaseRun } from '../../src/verification/case-run.ts';
import { type Deviation, largestMagnitude } from '../../src/verification/deviation.ts';

const STEP = 1e-5;
const LARGEST_SAMPLE = 40;
/** Bounds the work for large inputs: elements computed in all. */
const ELEMENT_BUDGET = 2e6;

/**
 * Holds the reference's gradients against central differences, both in double precision. At most 40 elements of each
 * input are tried, and 2 where the input is large. With the step 1e-5 the truncation error is about 1e-10 times the
 * third derivative, and the rounding error about 1e-11 times the weighted sum.
 */
export async function checkGradients(run: CaseRun): Promise<Deviation[]> {
  const device = new ReferenceDevice({ precision: 'f64' });
  const exact = await run.gradients(device);
  const deviations: Deviation[] = [];
  for (const name of run.differentiable) {
    const input = run.host.get(name) as HostInput;
    const data = Float64Array.from(input.data);
    const host = new Map(run.host).set(name, { ...input, data });
    const objective = async (): Promise<number> => {
      const [first] = (await run.forwardOf(device, host)).values();
      return weightedSum(first, run.weights);
    };
    const gradient = exact.get(`gradient of ${name}`) as HostArray;
    let error = 0;
    let scale = largestMagnitude(gradient);
    for (const i of sample(data.length, `${run.kase.op.name}: ${run.kase.name}: ${name}`)) {
      const at = data[i];
      data[i] = at + STEP;
      const above = await objective();
      data[i] = at - STEP;
      const below = await objective();
      data[i] = at;
      error = Math.max(error, Math.abs((above - below) / (2 * STEP) - gradient[i]));
      scale = Math.max(scale, Math.abs(above));
    }
    const tolerance = 1e-6 * Math.max(1, scale);
    deviations.push({ what: `gradient of ${name}`, error, tolerance, passed: error <= tolerance });
  }
  return deviations;
}

function weightedSum(values: HostArray, weights: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += values[i] * weights[i];
  return sum;
}

/** Which elements are tried. */
function sample(size: number, seed: string): Set<number> {
  const count = Math.max(2, Math.min(LARGEST_SAMPLE, size, Math.floor(ELEMENT_BUDGET / size)));
  if (size <= count) return new Set(Array.from({ length: size }, (_, i) => i));
  const random = seededRandom(seed);
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(Math.floor(random() * size));
  return chosen;
}
