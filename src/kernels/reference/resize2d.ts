import type { HostTensor } from '../../engine/shape.ts';

/** How pixels between pixels are made up. */
export type Interpolation = 'nearest' | 'bilinear';

export interface ResizeAttrs {
  /** Rows of the result. */
  readonly height: number;
  /** Columns of the result. */
  readonly width: number;
  /** `'nearest'`: the pixel at that place. `'bilinear'`: a mix of the four around it. */
  readonly interpolation: Interpolation;
}

/** The two input positions that an output position is mixed from, and how far towards the second, from 0 to below 1. */
interface Tap {
  readonly lower: number;
  readonly upper: number;
  readonly fraction: number;
}

/**
 * The tap of output position o, as `tf.image.resize` of TensorFlow 2 has it: pixels have their centers at ½, so that
 * center o + ½ of `outSize` lies at (o + ½) · inSize / outSize of `inSize`. Borders are repeated.
 */
function tapAt(o: number, inSize: number, outSize: number, interpolation: Interpolation): Tap {
  const center = ((o + 0.5) * inSize) / outSize;
  if (interpolation === 'nearest') {
    const lower = Math.floor(center);
    return { lower, upper: lower, fraction: 0 };
  }
  const at = Math.max(center - 0.5, 0);
  const lower = Math.floor(at);
  if (lower + 1 >= inSize) return { lower: inSize - 1, upper: inSize - 1, fraction: 0 };
  return { lower, upper: lower + 1, fraction: at - lower };
}

/** y[n,i,j,c] = Σ of x[n,row,col,c] · weight over the four meetings of the taps of i and j. */
export function resize2d(x: HostTensor, y: HostTensor, { interpolation }: ResizeAttrs): void {
  eachMeeting(x, y, interpolation, (from, to, weight, isFirst) => {
    y.data[to] = (isFirst ? 0 : y.data[to]) + x.data[from] * weight;
  });
}

/** dx[n,row,col,c] = Σ of dy[n,i,j,c] · weight over the output pixels whose taps meet there. */
export function resize2dGrad(dy: HostTensor, dx: HostTensor, { interpolation }: ResizeAttrs): void {
  dx.data.fill(0);
  eachMeeting(dx, dy, interpolation, (to, from, weight) => {
    dx.data[to] += dy.data[from] * weight;
  });
}

/** Calls back for each element of the result and each of the four that it is mixed from. */
function eachMeeting(
  input: HostTensor,
  output: HostTensor,
  interpolation: Interpolation,
  meet: (input: number, output: number, weight: number, isFirst: boolean) => void,
): void {
  const [N, H, W, C] = input.shape;
  const [, I, J] = output.shape;
  for (let n = 0; n < N; n++) {
    for (let i = 0; i < I; i++) {
      const down = tapAt(i, H, I, interpolation);
      for (let j = 0; j < J; j++) {
        const along = tapAt(j, W, J, interpolation);
        for (let c = 0; c < C; c++) {
          const to = ((n * I + i) * J + j) * C + c;
          const at = (row: number, col: number) => ((n * H + row) * W + col) * C + c;
          meet(at(down.lower, along.lower), to, (1 - down.fraction) * (1 - along.fraction), true);
          meet(at(down.lower, along.upper), to, (1 - down.fraction) * along.fraction, false);
          meet(at(down.upper, along.lower), to, down.fraction * (1 - along.fraction), false);
          meet(at(down.upper, along.upper), to, down.fraction * along.fraction, false);
        }
      }
    }
  }
}
