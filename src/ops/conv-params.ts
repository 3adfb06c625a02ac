/** Names of the numbers of `ConvGeometry` that the convolution kernels' `Params` begin with, in order. */
export const convParams = {
  inHeight: 'u32',
  inWidth: 'u32',
  inChannels: 'u32',
  outHeight: 'u32',
  outWidth: 'u32',
  outChannels: 'u32',
  windowHeight: 'u32',
  windowWidth: 'u32',
  strideHeight: 'u32',
  strideWidth: 'u32',
  dilationHeight: 'u32',
  dilationWidth: 'u32',
  padTop: 'u32',
  padLeft: 'u32',
} as const;
