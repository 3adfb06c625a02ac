import type { Shape } from '../engine/shape.ts';

/** A tensor's name, shape and contents, as model files hold them. `data` is row-major; its class is the element type. */
export interface NamedArray {
  readonly name: string;
  readonly shape: Shape;
  readonly data: Float32Array | Uint32Array;
}
