import { FormatError } from '../../errors.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object, or FormatError. */
export function objectOf(value: unknown, what: string): JsonObject {
  if (isObject(value)) return value;
  throw new FormatError(`${what} is ${show(value)}; an object is expected.`);
}

/** A list, or FormatError. */
export function listOf(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new FormatError(`${what} is ${show(value)}; a list is expected.`);
}

/** A text, or FormatError. */
export function textFrom(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw new FormatError(`${what} is ${show(value)}; a text is expected.`);
}

/** A value for a message, cut short. */
export const show = (value: unknown): string => (JSON.stringify(value) ?? 'missing').slice(0, 80);
