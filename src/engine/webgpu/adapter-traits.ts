/** What of an adapter decides which kernels it can run, and which are likely fast on it. */
export interface AdapterTraits {
  /** True when no GPU does the work. */
  readonly software: boolean;
  /** Lanes that run together, where kernels may use subgroup operations (the feature `subgroups`); else 0. */
  readonly subgroupSize: number;
  /** Bytes of workgroup memory. */
  readonly workgroupStorage: number;
  /** Threads in a workgroup, at most. */
  readonly workgroupThreads: number;
}

/** Reads the traits off a device. @internal */
export function adapterTraits(device: GPUDevice, software: boolean): AdapterTraits {
  const { maxComputeWorkgroupStorageSize, maxComputeInvocationsPerWorkgroup } = device.limits;
  // Not every browser tells a device's adapter.
  const { subgroupMinSize = 0, subgroupMaxSize = 0 } = (device.adapterInfo as GPUAdapterInfo | undefined) ?? {};
  // Kernels that count on a size need one that does not vary.
  const isFixed = device.features.has('subgroups') && subgroupMinSize === subgroupMaxSize;
  return {
    software,
    subgroupSize: isFixed ? subgroupMinSize : 0,
    workgroupStorage: maxComputeWorkgroupStorageSize,
    workgroupThreads: maxComputeInvocationsPerWorkgroup,
  };
}
