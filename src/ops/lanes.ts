import { type DefinedKernel, defineKernel, type KernelSpec } from '../engine/webgpu/kernel.ts';
import fourLanes from '../kernels/wgsl/lib/four-lanes.wgsl?raw';
import oneLane from '../kernels/wgsl/lib/one-lane.wgsl?raw';

/** A kernel that takes `lanes` neighboring channels at a time. */
export interface LanesKernel<B extends string, P extends string, C extends string> {
  readonly kernel: DefinedKernel<B, P, C>;
  readonly lanes: 1 | 4;
}

/**
 * Describes a kernel whose text says `Lanes` for the channels that a thread takes at a time. The result gives, for a
 * number of channels, the kernel that takes four where they divide by 4, and one elsewhere; sizes and indices are to be
 * divided by its `lanes`.
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineLanesKernel<B extends string, P extends string, C extends string = never>(
  spec: KernelSpec<B, P, C>,
): (channels: number) => LanesKernel<B, P, C> {
  const one = { kernel: defineKernel({ ...spec, code: [oneLane, ...spec.code] }), lanes: 1 } as const;
  const four = { kernel: defineKernel({ ...spec, code: [fourLanes, ...spec.code] }), lanes: 4 } as const;
  return (channels) => (channels % 4 === 0 ? four : one);
}
