import { type FoundAdapter, foundAdapter } from '../engine/webgpu/open-adapter.ts';
import { MissingPackageError } from '../errors.ts';
import { pacedPolling } from './paced-polling.ts';
import { hasVulkanLoader, installSoftwareAdapter } from './software-adapter.ts';

/**
 * Dawn's instances. The process aborts when one is garbage-collected while in use, so they are kept; while they are
 * kept the process does not exit by itself, so `releaseDawn` drops them.
 */
const instances: GPU[] = [];

/**
 * Finds a WebGPU adapter through Dawn (npm `webgpu`), hardware first. With `allowSoftware`, and where there is no
 * hardware, a software driver: the system's, or the one that the package `@sparticuz/chromium` carries.
 *
 * @throws MissingPackageError when `webgpu` is not installed.
 *
 * @internal
 */
export async function findAdapter({ allowSoftware }: { allowSoftware: boolean }): Promise<FoundAdapter | null> {
  const systemAdapter = hasVulkanLoader() ? await requestAdapter() : null;
  if (systemAdapter !== null && (allowSoftware || !systemAdapter.software)) return systemAdapter;
  if (!allowSoftware || !(await installSoftwareAdapter())) return null;
  return requestAdapter();
}

/**
 * All WebGPU adapters: first the one that {@link findAdapter} takes, then the others as Dawn lists them. Dawn tells
 * adapters apart by their names alone, so of several GPUs of one model there is the first only.
 *
 * @throws MissingPackageError when `webgpu` is not installed.
 *
 * @internal
 */
export async function findAdapters(): Promise<readonly FoundAdapter[]> {
  const first = await findAdapter({ allowSoftware: true });
  if (first === null) return [];
  const found = [first];
  for (const name of await adapterNames()) {
    const other = await requestAdapter(name).catch(() => null);
    if (other !== null && found.every((known) => known.name !== other.name)) found.push(other);
  }
  return found;
}

/** Dawn has no list of adapters, but names them all where it is asked for one that there is not. */
async function adapterNames(): Promise<readonly string[]> {
  const refusal = await requestAdapter('no adapter is called this').catch(String);
  return [...new Set(Array.from(String(refusal).matchAll(/name: '([^'\n]+)'/g), ([, name]) => name as string))];
}

/** Lets the process exit: dispose all devices first. */
export function releaseDawn(): void {
  instances.length = 0;
}

/** Else Dawn rounds timestamps to 65.5 µs, against web pages that spy by them; most kernels are shorter. */
const FLAGS = ['disable-dawn-features=timestamp_quantization'];

/** `name` is part of a name that Dawn gives an adapter; without it, the fastest one is asked for. */
async function requestAdapter(name?: string): Promise<FoundAdapter | null> {
  const { create } = await import('webgpu').catch((cause: unknown) => {
    throw new MissingPackageError('webgpu', 'A WebGPU device in Node', { cause });
  });
  const gpu = create(name === undefined ? FLAGS : [...FLAGS, `adapter=${name}`]);
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) return null;
  instances.push(gpu);
  return { ...foundAdapter(adapter), ask: pacedPolling };
}
