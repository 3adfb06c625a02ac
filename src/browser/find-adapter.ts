import { type FoundAdapter, foundAdapter } from '../engine/webgpu/open-adapter.ts';
import { DeviceUnavailableError } from '../errors.ts';

/**
 * Finds the WebGPU adapter of the page or worker.
 *
 * @throws DeviceUnavailableError when there is none, with the reason.
 *
 * @internal
 */
export async function findAdapter(): Promise<FoundAdapter> {
  const gpu = navigator.gpu as GPU | undefined;
  if (gpu === undefined) throw new DeviceUnavailableError(reasonOfNoGpu());
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter !== null) return foundAdapter(adapter);
  throw new DeviceUnavailableError(
    'The browser gives no WebGPU adapter: its GPU or driver is not supported, or graphics acceleration is turned off. ' +
      'Turn it on in the settings of the browser, or use the device "cpu".',
  );
}

/**
 * Finds an adapter that is faster than the CPU device.
 *
 * @throws DeviceUnavailableError when there is none, with the reason.
 *
 * @internal
 */
export async function findHardwareAdapter(): Promise<FoundAdapter> {
  const found = await findAdapter();
  if (!found.software) return found;
  throw new DeviceUnavailableError(
    `The only WebGPU adapter, "${found.name}", is software, which is slower than the device "cpu". Ask for "webgpu" to take it all the same.`,
    { adapter: found.name },
  );
}

function reasonOfNoGpu(): string {
  return globalThis.isSecureContext
    ? 'This browser has no WebGPU (navigator.gpu is missing). Use a current Chrome, Edge, Firefox or Safari, or the device "cpu".'
    : `The page has no WebGPU because it is not secure: ${location.origin} is not https:// and not localhost. Serve it from one of these, or use the device "cpu".`;
}
