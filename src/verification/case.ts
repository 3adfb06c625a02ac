import type { AnyOp, Op } from '../engine/op.ts';
import type { HostArray, TensorSpec } from '../engine/shape.ts';
import type { Recipe } from './recipes.ts';

/** One row of the op table: an op with inputs and attributes, from which all checks of it are made. */
export interface Case {
  readonly op: AnyOp;
  /** What is special about the row: "3x3, stride 2, same". */
  readonly name: string;
  readonly inputs: Readonly<Record<string, Recipe>>;
  readonly attrs: unknown;
  /** Answers worked by hand, by output (or by input, where the op changes it in place). */
  readonly expected?: Readonly<Record<string, readonly number[]>>;
  /**
   * Additions in a row that lead to one element of the result or of a gradient, at most: as many as there are terms in
   * a plain loop; chunk and number of chunks together (201 for 10,007 terms) where a sum has two levels. Default 1.
   */
  readonly terms: number;
  /** Rounding steps of the result besides the sum, in units of 2^-23; more than the default 16 only with a reason. */
  readonly ulps: number;
  readonly because?: string;
}

/** Inputs as specs and host data, as a recipe makes them. */
export interface HostInput extends TensorSpec {
  readonly data: HostArray;
}

/** What a row says: inputs by name, attributes, and how exact the result must be. */
export type Row<I, O, A> = {
  readonly name: string;
  readonly inputs: { readonly [K in keyof I]: Recipe };
  readonly attrs: A;
  readonly expected?: { readonly [K in keyof I | keyof O]?: readonly number[] };
  readonly terms?: number;
} & ({ readonly ulps?: never; readonly because?: never } | { readonly ulps: number; readonly because: string });

/** The rows of one op. */
export function defineCases<I extends Record<string, TensorSpec>, O extends Record<string, TensorSpec>, A>(
  op: Op<I, O, A>,
  rows: readonly Row<I, O, A>[],
): readonly Case[] {
  return rows.map(({ name, inputs, attrs, expected, terms = 1, ulps = 16, because }) => ({
    op,
    name,
    inputs,
    attrs,
    terms,
    ulps,
    ...(because === undefined ? {} : { because }),
    ...(expected === undefined ? {} : { expected: expected as Record<string, readonly number[]> }),
  }));
}
