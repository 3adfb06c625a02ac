import type { OpCall } from '../engine/op.ts';
import { type HostTensor, type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { Dispatch } from '../engine/webgpu/kernel.ts';
import { addBiasOp } from './add-bias.ts';
import { checkDType } from './check-dtype.ts';
import { reluOp } from './relu.ts';
import { relu6Op } from './relu6.ts';
import { sigmoidOp } from './sigmoid.ts';
import { tanhOp } from './tanh.ts';
import type { FusedActivation } from './write-out.ts';

// What plans let a product do as it writes its sums: add a bias and apply a function whose slope follows from its result.
// Here are the same steps one by one, and what tells that calls are these steps.

/** What is done to sums plus bias. */
export interface BiasAttrs {
  /** Default `'linear'`: nothing. */
  readonly activation?: FusedActivation;
}

const activationOps = { relu: reluOp, relu6: relu6Op, sigmoid: sigmoidOp, tanh: tanhOp } as const;

/** The activation as an op; null for `'linear'`. */
const opOf = (activation: FusedActivation) => (activation === 'linear' ? null : activationOps[activation]);

/** The shape rule's part: y, unless bias does not fit its last axis (`ShapeError`) or is of another type (`DTypeError`). */
export function biasedOutput(y: Shape, bias: TensorSpec, what: string): TensorSpec {
  checkDType(bias, 'f32', `${what}: bias`);
  return addBiasOp.outputs({ x: spec(y), bias }, undefined).y;
}

/** y = activation(y + bias), in place. */
export function referenceBiasActivation(y: HostTensor, bias: HostTensor, { activation = 'linear' }: BiasAttrs): void {
  addBiasOp.reference({ x: y, bias }, { y }, undefined);
  opOf(activation)?.reference({ x: y }, { y }, {});
}

/** The dispatches for y = activation(sums + bias). */
export function biasActivation(
  sums: Tensor,
  bias: Tensor,
  y: Tensor,
  { activation = 'linear' }: BiasAttrs,
  scratch: (spec: TensorSpec) => Tensor,
): readonly Dispatch[] {
  const op = opOf(activation);
  if (op === null) return addBiasOp.gpu({ x: sums, bias }, { y }, undefined, scratch);
  const biased = scratch(spec(y.shape));
  return [
    ...addBiasOp.gpu({ x: sums, bias }, { y: biased }, undefined, scratch),
    ...op.gpu({ x: biased }, { y }, {}, scratch),
  ];
}

/** The bias that the call after a product adds to its result, in the same shape; null when it does something else. */
export function biasAddedBy(next: OpCall, product: OpCall): Tensor | null {
  const sums = product.outputs['y'] as Tensor;
  const { x, bias } = next.inputs;
  if (next.op !== addBiasOp || x === undefined || bias === undefined) return null;
  return x.storage === sums.storage && x.shape.join() === sums.shape.join() ? bias : null;
}

/** The call of a product with bias that applies the activation of the next call, too; null when that is none. */
export function fuseActivation(call: OpCall, next: OpCall): OpCall | null {
  const attrs = call.attrs as BiasAttrs;
  const found = Object.entries(activationOps).find(([, op]) => op === next.op);
  if (found === undefined || (attrs.activation ?? 'linear') !== 'linear') return null;
  return { ...call, outputs: next.outputs, attrs: { ...attrs, activation: found[0] } };
}
