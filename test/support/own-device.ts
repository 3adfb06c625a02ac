import { afterEach } from 'vitest';
import type { FoundAdapter } from '../../src/engine/webgpu/open-adapter.ts';
import { WebGpuDevice } from '../../src/engine/webgpu/webgpu-device.ts';
import { findAdapter } from '../../src/node/dawn.ts';

/** A device of a test's own, with the `GPUDevice` beneath it, for tests that break it. */
export interface OwnDevice {
  readonly device: WebGpuDevice;
  readonly raw: GPUDevice;
}

/**
 * Call at the top of a test file; the result opens a device, disposed after the test. `prepare` may replace methods of
 * the `GPUDevice` before anything uses them.
 */
export function ownDevices(): (prepare?: (raw: GPUDevice) => void) => Promise<OwnDevice> {
  const open: WebGpuDevice[] = [];
  afterEach(() => {
    for (const device of open.splice(0)) device.dispose();
  });
  return async (prepare) => {
    const { adapter, name, software } = (await findAdapter({ allowSoftware: true })) as FoundAdapter;
    const raw = await adapter.requestDevice();
    prepare?.(raw);
    const device = new WebGpuDevice(raw, { adapter: name, software });
    open.push(device);
    return { device, raw };
  };
}

class GPUOutOfMemoryError extends Error {}

/**
 * Lets a device have `budget` bytes of storage buffers and no more: creating one beyond is reported as WebGPU does, to
 * the innermost error scope for memory or else as an uncaptured error.
 */
export function limitMemory(raw: GPUDevice, budget: number): void {
  const STORAGE = 0x80;
  let taken = 0;
  const scopes: { readonly filter: GPUErrorFilter; error: GPUError | null }[] = [];
  const [pushErrorScope, popErrorScope] = [raw.pushErrorScope.bind(raw), raw.popErrorScope.bind(raw)];
  raw.pushErrorScope = (filter) => {
    scopes.push({ filter, error: null });
    return pushErrorScope(filter);
  };
  raw.popErrorScope = async () => {
    const error = scopes.pop()?.error ?? null;
    return (await popErrorScope()) ?? error;
  };
  const createBuffer = raw.createBuffer.bind(raw);
  raw.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor);
    if ((descriptor.usage & STORAGE) === 0) return buffer;
    const fits = taken + descriptor.size <= budget;
    if (fits) taken += descriptor.size;
    const destroy = buffer.destroy.bind(buffer);
    buffer.destroy = () => {
      if (fits) taken -= descriptor.size;
      return destroy();
    };
    if (!fits) {
      const error = new GPUOutOfMemoryError('no memory') as GPUError;
      const scope = [...scopes].reverse().find(({ filter }) => filter === 'out-of-memory');
      if (scope === undefined) raw.onuncapturederror?.({ error, preventDefault() {} } as GPUUncapturedErrorEvent);
      else scope.error ??= error;
    }
    return buffer;
  };
}
