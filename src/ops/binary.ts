import { defineOp, type GradientContext } from '../engine/op.ts';
import { sameShape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { broadcastShape, mergeBroadcast } from '../kernels/broadcast.ts';
import { binary as reference } from '../kernels/reference/binary.ts';
import binaryWgsl from '../kernels/wgsl/binary.wgsl?raw';
import binaryBroadcastWgsl from '../kernels/wgsl/binary-broadcast.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { defineCpuBinary } from './cpu-binary.ts';
import { kernelName } from './kernel-name.ts';
import { quadsOf } from './quads.ts';

type Sides = { a: TensorSpec; b: TensorSpec };
type Result = { y: TensorSpec };
/** What gradients of such an op may read. */
export type BinaryContext = GradientContext<Sides, Result, void>;
type BinaryGradient = (context: BinaryContext) => Tensor;

/** A function of two numbers applied to every pair of elements, with its gradients. */
export interface BinaryDefinition {
  readonly name: string;
  /** WGSL text with `fn combine(a, b)`, of four pairs at a time. */
  readonly code: string;
  readonly combine: (a: number, b: number) => number;
  /** Gradients with respect to both sides, already summed to their shapes (`sumTo`). */
  readonly gradients: { readonly a?: BinaryGradient; readonly b?: BinaryGradient };
}

/** Makes an elementwise op of two tensors that broadcasts by numpy's rule. */
/* @__NO_SIDE_EFFECTS__ */
export function defineBinary({ name, code, combine, gradients }: BinaryDefinition) {
  const file = kernelName(name);
  const bindings = { a: 'read', b: 'read', y: 'write' } as const;
  const equal = defineKernel({ name: file, code: [flatIndex, binaryWgsl, code], bindings, params: { quads: 'u32' } });
  const broadcast = defineKernel({
    name: file,
    code: [flatIndex, binaryBroadcastWgsl, code],
    bindings,
    params: {
      quads: 'u32',
      size1: 'u32',
      size2: 'u32',
      size3: 'u32',
      aStride0: 'u32',
      aStride1: 'u32',
      aStride2: 'u32',
      aStride3: 'u32',
      bStride0: 'u32',
      bStride1: 'u32',
      bStride2: 'u32',
      bStride3: 'u32',
    },
  });

  const cpuCalls = defineCpuBinary(name);

  return defineOp({
    name,

    outputs: ({ a, b }: Sides): Result => {
      checkDType(a, 'f32', `${name}: a`);
      checkDType(b, 'f32', `${name}: b`);
      const shape = broadcastShape(a.shape, b.shape, name);
      mergeBroadcast(a.shape, b.shape, shape, name);
      return { y: spec(shape) };
    },

    reference: ({ a, b }, { y }) => reference(a, b, y, combine),

    gpu: ({ a, b }, { y }) => {
      const quads = quadsOf(y);
      if (sameShape(a.shape, b.shape)) return [equal.dispatch({ a, b, y }, { quads }, { threads: quads })];
      const { sizes, aStrides, bStrides } = mergeBroadcast(a.shape, b.shape, y.shape, name);
      const [, size1, size2, size3] = sizes;
      const [aStride0, aStride1, aStride2, aStride3] = aStrides;
      const [bStride0, bStride1, bStride2, bStride3] = bStrides;
      return [
        broadcast.dispatch(
          { a, b, y },
          {
            quads,
            size1,
            size2,
            size3,
            aStride0,
            aStride1,
            aStride2,
            aStride3,
            bStride0,
            bStride1,
            bStride2,
            bStride3,
          },
          { threads: quads },
        ),
      ];
    },

    cpu: ({ a, b }, { y }) => cpuCalls(a, b, y),

    gradients,
  });
}
