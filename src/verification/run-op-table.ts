import type { Device } from '../engine/device.ts';
import { ReferenceDevice } from '../engine/reference/reference-device.ts';
import { WebGpuDevice } from '../engine/webgpu/webgpu-device.ts';
import { CnnGpuError, DeviceLostError } from '../errors.ts';
import type { Case } from './case.ts';
import { type Arrays, CaseRun } from './case-run.ts';
import * as tables from './cases/index.ts';
import { compare, type Deviation } from './deviation.ts';
import { formsOf, isLarge, refuseForm, replayedIn } from './forms.ts';

/** How one row of the op table came out on a device. */
export interface Verdict {
  readonly op: string;
  /** What is special about the row. */
  readonly name: string;
  /** The form of its kernels that ran, where there are several; else those that the device prefers. */
  readonly form?: string;
  readonly passed: boolean;
  /** Why the device did not run it, where it did not. */
  readonly refusal?: string;
  /** The result that is furthest from the reference, in terms of its tolerance. */
  readonly worst: Deviation;
  /** Why the tolerance is wider than usual, where it is. */
  readonly because?: string;
}

/** What to leave out of the table. */
export interface VerifyOptions {
  /** Names of the ops to verify. Default: all. */
  readonly only?: readonly string[];
  /** Whether rows of millions of elements, which try limits of GPUs, run, too. Default true. */
  readonly large?: boolean;
}

/** Names of all ops in the table, in order. */
export const namesOfOps = (): string[] => [...new Set(allCases().map(({ op }) => op.name))];

const allCases = (): Case[] => Object.values(tables).flat();

/** What `verify` does: see there. */
export async function* runOpTable(device: Device, { only, large = true }: VerifyOptions = {}): AsyncGenerator<Verdict> {
  const reference = new ReferenceDevice();
  for (const kase of allCases()) {
    if (only !== undefined && !only.includes(kase.op.name)) continue;
    if (!large && isLarge(kase)) continue;
    const run = new CaseRun(kase);
    const expected = await expectedOf(run, reference);
    const gpu = device instanceof WebGpuDevice ? device : null;
    const forms = gpu === null ? [] : formsOf(run, gpu);
    if (gpu === null || forms.length === 0) yield verdict(kase, await run.replayed(device, 2), expected);
    else {
      for (const form of forms) {
        const results = await replayedIn(form, run, gpu, 2).catch(refusalOf);
        const result = Array.isArray(results) ? verdict(kase, results, expected) : refused(kase, results);
        if (!result.passed) {
          refuseForm(form, run, gpu);
          await gpu.keepChoices();
        }
        yield { ...result, form };
      }
    }
  }
}

function verdict(kase: Case, results: readonly Arrays[], expected: Arrays): Verdict {
  const deviations = results.flatMap((actual) => compare(kase, actual, expected));
  const worst = deviations.reduce((most, next) => (exceeds(next) > exceeds(most) ? next : most));
  const { op, name, because } = kase;
  const passed = deviations.every((deviation) => deviation.passed);
  return { op: op.name, name, passed, worst, ...(because === undefined ? {} : { because }) };
}

/** An adapter that refuses a kernel is a result; one that is lost is not. */
function refusalOf(error: unknown): CnnGpuError {
  if (error instanceof CnnGpuError && !(error instanceof DeviceLostError)) return error;
  throw error;
}

function refused({ op, name }: Case, { message }: CnnGpuError): Verdict {
  const worst = { what: 'no result', error: Number.POSITIVE_INFINITY, tolerance: 0, passed: false };
  return { op: op.name, name, passed: false, refusal: message, worst };
}

async function expectedOf(run: CaseRun, reference: Device): Promise<Arrays> {
  const gradients = run.differentiable.length > 0 ? await run.gradients(reference) : [];
  return new Map([...(await run.forward(reference)), ...gradients]);
}

const exceeds = ({ error, tolerance }: Deviation): number => (error === 0 ? 0 : error / tolerance);
