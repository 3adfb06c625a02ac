import type { Device } from '../index.ts';

/** What a device is, as `--json` tells it. */
export const deviceRecord = ({ kind, info }: Device) => ({ kind, adapter: info.adapter, software: info.software });

/** What a device is, for people: `Device: NVIDIA GeForce RTX 4060 (WebGPU, hardware)`. */
export function deviceLine({ kind, info }: Device): string {
  if (kind === 'webgpu') return `Device: ${info.adapter} (WebGPU, ${info.software ? 'software' : 'hardware'})`;
  return `Device: ${info.adapter} (${kind === 'cpu' ? 'CPU' : 'reference'})`;
}
