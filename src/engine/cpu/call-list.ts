import type { Tensor } from '../tensor.ts';
import type { CpuCall } from './kernel.ts';

/** Bytes of `class Call` in `src/kernels/wasm/lib/scheduler.ts`. */
const CALL_BYTES = 20;
const WORD = 4;

/** Bytes that a list of calls takes with all params. */
export const callListBytes = (calls: readonly CpuCall[]): number =>
  calls.reduce((sum, { kernel }) => sum + CALL_BYTES + paramsBytes(kernel), 0);

/** Address of the call at an index of a list. */
export const callAddress = (list: number, index: number): number => list + index * CALL_BYTES;

const paramsBytes = ({ bindings, params }: CpuCall['kernel']): number =>
  (Object.keys(bindings).length + Object.keys(params).length) * WORD;

/** Writes a list of calls at an address: first the calls, one after the other, then their params. */
export function writeCallList(
  calls: readonly CpuCall[],
  list: number,
  memory: WebAssembly.Memory,
  slotOf: (kernel: string) => number,
  addressOf: (tensor: Tensor) => number,
): void {
  const view = new DataView(memory.buffer);
  let params = callAddress(list, calls.length);
  for (const [i, { kernel, bindings, params: values, tasks }] of calls.entries()) {
    const words = [slotOf(kernel.name), params, tasks, 0, 0];
    for (const [j, word] of words.entries()) view.setUint32(callAddress(list, i) + j * WORD, word, true);
    for (const name of Object.keys(kernel.bindings)) {
      view.setUint32(params, addressOf(bindings[name]), true);
      params += WORD;
    }
    for (const [name, type] of Object.entries(kernel.params)) {
      if (type === 'f32') view.setFloat32(params, values[name], true);
      else if (type === 'i32') view.setInt32(params, values[name], true);
      else view.setUint32(params, values[name], true);
      params += WORD;
    }
  }
}
