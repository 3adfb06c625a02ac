import type { CpuModule } from '../engine/cpu/open-cpu-device.ts';
import { DeviceUnavailableError } from '../errors.ts';
import { base64Bytes } from './base64-bytes.ts';

const modules = new Map<boolean, Promise<CpuModule>>();

/**
 * Loads and compiles the kernels of the CPU device, once in a page: with fused multiply-add where the browser has
 * relaxed SIMD. The module can be sent to a worker, which then needs no files of its own.
 *
 * @param shared whether for a memory that threads share; only a cross-origin isolated page has that.
 * @throws DeviceUnavailableError when the browser has no WebAssembly SIMD, or the page does not allow WebAssembly.
 */
export function loadCpuModule(shared: boolean): Promise<CpuModule> {
  const module = modules.get(shared) ?? compiled(shared);
  modules.set(shared, module);
  return module;
}

async function compiled(shared: boolean): Promise<CpuModule> {
  if (typeof WebAssembly === 'undefined') {
    throw new DeviceUnavailableError(
      'This browser has no WebAssembly, which the cpu device needs. Use another browser.',
    );
  }
  const fused = WebAssembly.validate(base64Bytes(RELAXED_PROBE));
  const { default: text } = await (fused ? relaxed(shared) : simd(shared));
  const bytes = base64Bytes(text);
  if (!WebAssembly.validate(bytes)) {
    throw new DeviceUnavailableError(
      'This browser has no WebAssembly SIMD, which the cpu device needs. Use a browser of 2023 or later.',
    );
  }
  const module = await WebAssembly.compile(bytes).catch((cause: unknown) => {
    throw new DeviceUnavailableError(
      "This page does not allow WebAssembly, which the cpu device needs. Add 'wasm-unsafe-eval' to script-src of its Content-Security-Policy.",
      {},
      { cause },
    );
  });
  return { module, fused, shared };
}

/** A module of one function that calls `f32x4.relaxed_madd`: it tells what the browser can before more is loaded. */
const RELAXED_PROBE = 'AGFzbQEAAAABBQFgAAF7AwIBAAoTAREAQQD9D0EA/Q9BAP0P/YUCCw==';

const relaxed = (shared: boolean) =>
  shared ? import('../../wasm/relaxed-shared.wasm?base64') : import('../../wasm/relaxed-local.wasm?base64');
const simd = (shared: boolean) =>
  shared ? import('../../wasm/simd-shared.wasm?base64') : import('../../wasm/simd-local.wasm?base64');
