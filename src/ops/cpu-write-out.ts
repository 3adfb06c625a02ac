import type { Tensor } from '../engine/tensor.ts';

/** What a product on the CPU device does with its sums as it writes them. */
export interface CpuWriteOut {
  /** Added to each row; one number per column. */
  readonly bias?: Tensor;
  /** Default `linear`: the sums as they are. */
  readonly activation?: 'linear' | 'relu';
}

/** Params of the kernels for it. Where `hasBias` is 0, any tensor can be bound as bias. */
export const writeOutParams = { hasBias: 'u32', floor: 'f32' } as const;

export const writeOutOf = ({ bias, activation = 'linear' }: CpuWriteOut) => ({
  hasBias: Number(bias !== undefined),
  floor: activation === 'relu' ? 0 : Number.NEGATIVE_INFINITY,
});
