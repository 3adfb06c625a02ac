import { DeviceUnavailableError } from '../../errors.ts';
import type { AskGpu } from './ask-gpu.ts';
import type { TuneMode, TuningStore } from './tune-mode.ts';
import type { MakeTuner } from './tuner.ts';
import { WebGpuDevice } from './webgpu-device.ts';

/** A WebGPU adapter and whether it runs on the processor. @internal */
export interface FoundAdapter {
  readonly adapter: GPUAdapter;
  readonly name: string;
  readonly software: boolean;
  /** How its device is asked. Default: as it comes. */
  readonly ask?: AskGpu;
}

/** Tells an adapter's name and kind by what it says of itself. @internal */
export function foundAdapter(adapter: GPUAdapter): FoundAdapter {
  const { info = NO_INFO, isFallbackAdapter = false } = adapter as AdapterOfAnyAge;
  return { adapter, name: nameOf(info), software: isFallbackAdapter || isSoftware(info) };
}

/** Chromium before version 127 tells of an adapter only whether it is a fallback. */
type AdapterOfAnyAge = Partial<Pick<GPUAdapter, 'info'> & Pick<GPUAdapterInfo, 'isFallbackAdapter'>>;
type AdapterInfo = Omit<GPUAdapterInfo, '__brand' | 'subgroupMinSize' | 'subgroupMaxSize'>;
const NO_INFO: AdapterInfo = { vendor: '', architecture: '', device: '', description: '', isFallbackAdapter: false };

/** How kernels are chosen on a device. */
interface Tuning {
  readonly tune?: TuneMode | undefined;
  /** Where the measurements of an adapter are kept. */
  readonly store: (adapter: string) => TuningStore;
  readonly makeTuner: MakeTuner;
}

/**
 * Opens a device with the adapter's own maxima as limits: WebGPU's defaults are too small for common models. Kernels are
 * tuned as `tune` says: by default quickly on hardware, and not at all on software, where compiling takes long and the
 * preferred forms were measured.
 *
 * @throws DeviceUnavailableError when the adapter gives no device.
 *
 * @internal
 */
export async function openAdapter(
  { adapter, name, software, ask }: FoundAdapter,
  { tune = software ? 'off' : 'quick', store, makeTuner }: Tuning,
): Promise<WebGpuDevice> {
  const requiredLimits: Record<string, number> = {};
  for (const limit of RAISED_LIMITS) requiredLimits[limit] = adapter.limits[limit];
  const requiredFeatures = WANTED_FEATURES.filter((feature) => adapter.features.has(feature));
  try {
    const gpu = await adapter.requestDevice({ requiredLimits, requiredFeatures });
    const device = new WebGpuDevice(gpu, { adapter: name, software }, ask);
    await device.tune(tune === 'off' ? null : await makeTuner(device, tune), store(name));
    return device;
  } catch (cause) {
    throw new DeviceUnavailableError(
      `The adapter "${name}" gave no device. Try the device "cpu".`,
      { adapter: name },
      { cause },
    );
  }
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

/** The GPU, and its driver in brackets: `nvidia-geforce-rtx-4060 (NVIDIA: 550.54.14)`. Browsers tell less. */
function nameOf(info: AdapterInfo): string {
  const device = info.device.replace(/-+$/, '') || `${info.vendor} ${info.architecture}`.trim();
  if (device === '') return info.description || 'unnamed adapter';
  return info.description === '' ? device : `${device} (${info.description})`;
}

/** Processor-run adapters are marked as fallback adapters; the names cover drivers that Dawn or a browser does not know. */
function isSoftware(info: AdapterInfo): boolean {
  const names = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`.toLowerCase();
  return (
    info.isFallbackAdapter ||
    ['swiftshader', 'llvmpipe', 'lavapipe', 'basic render'].some((name) => names.includes(name))
  );
}
