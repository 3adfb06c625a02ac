import { listNames, ValueError } from '../../errors.ts';
import { fixed } from './python-numbers.ts';

const PLACEHOLDER = /\{(\w+)(?::([^{}]*))?\}/g;
const FORMAT = /^(0?)(\d{0,3})(?:(d)|(?:\.(\d{1,2}))?(f))?$/;

/**
 * Fills `{name}`, `{name:02d}` and `{name:.4f}` in a path, as Python's `str.format` does.
 *
 * @throws ValueError for a name without a value, a format other than these, and `d` with a fraction.
 */
export function formatPath(path: string, values: Readonly<Record<string, number>>): string {
  return path.replace(PLACEHOLDER, (placeholder, name: string, format = '') => {
    if (!Object.hasOwn(values, name)) {
      throw new ValueError(
        `The path "${path}" has ${placeholder}, but there is no "${name}". There are ${listNames(Object.keys(values))}.`,
        { path, name },
      );
    }
    return formatNumber(values[name], format as string, `The path "${path}": ${placeholder}`);
  });
}

function formatNumber(value: number, format: string, what: string): string {
  const match = FORMAT.exec(format);
  if (match === null) throw new ValueError(`${what} is no format that is known; write {epoch:02d} or {loss:.4f}.`);
  const [, zero, width, integer, decimals, float] = match;
  if (integer === 'd' && !Number.isInteger(value)) {
    throw new ValueError(`${what} asks for a whole number, but it is ${value}; write .4f instead of ${format}.`);
  }
  const text = float === 'f' ? fixed(value, Number(decimals ?? 6)) : String(value);
  return text.padStart(Number(width), zero === '0' ? '0' : ' ');
}
