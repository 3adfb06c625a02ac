/** Names of the numbers of `PoolGeometry` that the pooling kernels' `Params` begin with, in order, and the element count. */
export const poolParams = {
  inHeight: 'u32',
  inWidth: 'u32',
  outHeight: 'u32',
  outWidth: 'u32',
  channels: 'u32',
  windowHeight: 'u32',
  windowWidth: 'u32',
  strideHeight: 'u32',
  strideWidth: 'u32',
  padTop: 'u32',
  padLeft: 'u32',
  size: 'u32',
} as const;
