import { create, globals } from 'webgpu';
import { DeviceUnavailableError } from '../../src/errors.ts';
import { findAdapter, releaseDawn } from '../../src/node/dawn.ts';

/**
 * Makes Node look like a browser with WebGPU (`navigator.gpu` and the constants), on the adapter that cnn-gpu takes.
 * Returns its name.
 */
export async function putUpWebGpu(): Promise<string> {
  const found = await findAdapter({ allowSoftware: true });
  if (found === null) throw new DeviceUnavailableError('There is no WebGPU adapter to compare on.');
  releaseDawn();
  Object.assign(globalThis, globals);
  putUpNavigator({ gpu: create([]) });
  return found.name;
}

/** Gives the process a `navigator`; newer versions of Node have one that cannot be written to. */
export function putUpNavigator(properties: Readonly<Record<string, unknown>>): void {
  Object.defineProperty(globalThis, 'navigator', {
    value: { userAgent: 'Node.js', ...properties },
    configurable: true,
  });
}
