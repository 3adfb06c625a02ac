import type { TuneMode } from '../engine/webgpu/tuner.ts';
import { WebGpuDevice } from '../engine/webgpu/webgpu-device.ts';
import { DeviceUnavailableError, MissingPackageError } from '../errors.ts';
import { hasVulkanLoader, installSoftwareAdapter } from './software-adapter.ts';
import { tuningStore } from './tuning-store.ts';

/**
 * Dawn's instances. The process aborts when one is garbage-collected while in use, so they are kept; while they are
 * kept the process does not exit by itself, so `releaseDawn` drops them.
 */
const instances: GPU[] = [];

/** A WebGPU adapter and whether it runs on the processor. @internal */
export interface FoundAdapter {
  readonly adapter: GPUAdapter;
  readonly name: string;
  readonly software: boolean;
}

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

/**
 * Opens a device with the adapter's own maxima as limits: WebGPU's defaults are too small for common models. Kernels are
 * tuned as `tune` says: by default quickly on hardware, and not at all on software, where compiling takes long and the
 * preferred forms were measured.
 *
 * @internal
 */
export async function openDevice({ adapter, name, software }: FoundAdapter, tune?: TuneMode): Promise<WebGpuDevice> {
  const requiredLimits: Record<string, number> = {};
  for (const limit of RAISED_LIMITS) requiredLimits[limit] = adapter.limits[limit];
  const requiredFeatures = WANTED_FEATURES.filter((feature) => adapter.features.has(feature));
  try {
    const gpu = await adapter.requestDevice({ requiredLimits, requiredFeatures });
    const device = new WebGpuDevice(gpu, { adapter: name, software });
    await device.tune(tune ?? (software ? 'off' : 'quick'), tuningStore(name));
    return device;
  } catch (cause) {
    throw new DeviceUnavailableError(
      `The adapter "${name}" gave no device. Try --device cpu.`,
      { adapter: name },
      { cause },
    );
  }
}

/** Lets the process exit: dispose all devices first. */
export function releaseDawn(): void {
  instances.length = 0;
}

/** Taken where the adapter has them: kernels that share values between lanes, and times of kernels. */
const WANTED_FEATURES = ['subgroups', 'timestamp-query'] as const;

const RAISED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupsPerDimension',
] as const;

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
  return { adapter, name: nameOf(adapter), software: isSoftware(adapter) };
}

/** The GPU, and its driver in brackets: `nvidia-geforce-rtx-4060 (NVIDIA: 550.54.14)`. */
function nameOf({ info }: GPUAdapter): string {
  const device = info.device.replace(/-+$/, '') || `${info.vendor} ${info.architecture}`.trim();
  if (device === '') return info.description || 'unnamed adapter';
  return info.description === '' ? device : `${device} (${info.description})`;
}

/** Dawn marks processor-run adapters as fallback adapters; the names cover drivers that it does not know. */
function isSoftware({ info }: GPUAdapter): boolean {
  const names = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`.toLowerCase();
  return (
    info.isFallbackAdapter ||
    ['swiftshader', 'llvmpipe', 'lavapipe', 'basic render'].some((name) => names.includes(name))
  );
}
