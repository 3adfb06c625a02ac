import type { HostTensor } from '../../engine/shape.ts';

export interface MovingAverageAttrs {
  /** The share of the old average that stays. Default 0.99. */
  readonly momentum?: number;
}

/** moving[i] = moving[i] · momentum + value[i] · (1 − momentum). */
export function movingAverage(moving: HostTensor, value: HostTensor, { momentum = 0.99 }: MovingAverageAttrs): void {
  for (let i = 0; i < moving.data.length; i++) {
    moving.data[i] = moving.data[i] * momentum + value.data[i] * (1 - momentum);
  }
}
