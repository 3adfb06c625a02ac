import { ValueError } from '../../errors.ts';

/** Pixels on all sides alike, above and below and left and right alike, or `[[top, bottom], [left, right]]`. */
export type Sides2d =
  | number
  | readonly [number, number]
  | readonly [readonly [number, number], readonly [number, number]];

/** `[[top, bottom], [left, right]]`. */
export function sidesOf(sides: Sides2d): readonly [readonly [number, number], readonly [number, number]] {
  const [vertical, horizontal] = typeof sides === 'number' ? [sides, sides] : sides;
  return [
    typeof vertical === 'number' ? [vertical, vertical] : vertical,
    typeof horizontal === 'number' ? [horizontal, horizontal] : horizontal,
  ];
}

/** Refuses other forms, fractions and negative numbers with `ValueError`. */
export function checkSides(what: string, sides: Sides2d): void {
  const pixels = typeof sides === 'number' || Array.isArray(sides) ? sidesOf(sides).flat() : [];
  if (pixels.length !== 4 || !pixels.every((n) => Number.isInteger(n) && n >= 0)) {
    throw new ValueError(
      `${what} is ${JSON.stringify(sides)}; a whole number, two, or [[top, bottom], [left, right]] is expected.`,
      { sides },
    );
  }
}
