import { type Shape, showShape } from '../../engine/shape.ts';
import { ShapeError } from '../../errors.ts';

/** Takes the shape of one image apart, or throws `ShapeError`. */
export function imageShape(layer: string, input: Shape): readonly [number, number, number] {
  const [height, width, channels] = input;
  if (input.length !== 3 || height === undefined || width === undefined || channels === undefined) {
    throw new ShapeError(layer, { input }, `takes images [height, width, channels]; its input is ${showShape(input)}.`);
  }
  return [height, width, channels];
}
