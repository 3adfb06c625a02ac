export { addCases, divideCases, multiplyCases, subtractCases } from './arithmetic.ts';
export { fillCases } from './fill.ts';
export { matmulCases } from './matmul.ts';
export { negateCases } from './negate.ts';
export { reshapeCases } from './reshape.ts';
export { sumCases } from './sum.ts';
export { addBiasCases } from './add-bias.ts';
export { conv2dCases } from './conv2d.ts';
export { rescaleCases } from './rescale.ts';
export {
  eluCases,
  geluCases,
  geluTanhCases,
  leakyReluCases,
  relu6Cases,
  reluCases,
  sigmoidCases,
  siluCases,
  softplusCases,
  tanhCases,
} from './activations.ts';
