import { ValueError } from '../../errors.ts';
import { checkNumber, checkOptionNames } from '../options.ts';

/**
 * Refuses unknown options, values that are no numbers, and step counts that are not above 0.
 *
 * @param steps names of the options that count steps.
 * @param optional names of the options that may be left out, or are true or false.
 */
export function checkDecayOptions(
  what: string,
  options: object,
  names: {
    readonly numbers: readonly string[];
    readonly steps: readonly string[];
    readonly optional: readonly string[];
  },
): void {
  checkOptionNames(what, options, [...names.numbers, ...names.steps, ...names.optional]);
  const values = options as Readonly<Record<string, number>>;
  for (const name of names.numbers) checkNumber(`${what}: ${name}`, values[name]);
  for (const name of names.steps) {
    if (Number.isFinite(values[name]) && values[name] > 0) continue;
    throw new ValueError(`${what}: ${name} is ${values[name]}; a number above 0 is expected.`, { name });
  }
  for (const name of names.optional) {
    if (values[name] !== undefined && typeof values[name] !== 'boolean') checkNumber(`${what}: ${name}`, values[name]);
  }
}
