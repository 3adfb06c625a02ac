import { expect, it } from 'vitest';
import { errorFromPortable, errorToPortable } from '../../src/browser/worker/portable-error.ts';
import * as errors from '../../src/errors.ts';

const { CnnGpuError, DataError, GpuValidationError, ShapeError } = errors;

/** An error after the way to another thread. */
const crossed = (error: unknown, origin?: number): Error =>
  errorFromPortable(structuredClone(errorToPortable(error, origin)));

it('keeps class, code, message, details and causes of an error', () => {
  const cause = new RangeError('offset 9 is out of bounds');
  const error = new DataError('a.png is no image.', { path: 'a.png', at: [1, 2] }, { cause });
  const there = crossed(error);
  expect(there).toBeInstanceOf(DataError);
  expect(there).toMatchObject({ name: 'DataError', code: 'DATA', message: 'a.png is no image.' });
  expect((there as errors.DataError).details).toEqual({ path: 'a.png', at: [1, 2] });
  expect(there.cause).toMatchObject({ name: 'RangeError', message: 'offset 9 is out of bounds' });
  expect(there.stack).toBe(error.stack);
});

it('keeps the message of classes that put theirs together', () => {
  expect(crossed(new ShapeError('op "add"', {}, 'takes equal shapes.'))).toMatchObject({
    message: 'op "add": takes equal shapes.',
    details: { what: 'op "add"' },
  });
  const refused = crossed(new GpuValidationError('too many bindings'));
  expect(refused).toBeInstanceOf(GpuValidationError);
  expect(refused.message).toBe('WebGPU refused a command: too many bindings');
});

it('leaves details out that cannot cross', () => {
  const there = crossed(new DataError('x', { count: 3, decode: () => {} })) as errors.DataError;
  expect(there.details).toEqual({ count: 3 });
});

it('takes errors of the language, and what is no error at all', () => {
  const there = crossed(new TypeError('x is undefined'));
  expect(there).not.toBeInstanceOf(CnnGpuError);
  expect(there).toMatchObject({ name: 'TypeError', message: 'x is undefined' });
  expect(crossed(new DOMException('denied', 'NotAllowedError')).name).toBe('NotAllowedError');
  expect(crossed('no').message).toBe('Something that is no error was thrown: no');
});

it('remembers on the way back which error of the other side it was', () => {
  const there = crossed(new DataError('x'), 4);
  expect(errorToPortable(there).origin).toBe(4);
  expect(errorToPortable(new DataError('x')).origin).toBeNull();
});

it('knows all classes', () => {
  for (const value of Object.values(errors)) {
    if (!(typeof value === 'function' && value.prototype instanceof CnnGpuError)) continue;
    const make = value as new (...values: unknown[]) => errors.CnnGpuError;
    const there = crossed(new make('what', ['happened'], 'here'));
    expect(there, make.name).toBeInstanceOf(make);
    expect(there.name).toBe(make.name);
  }
});
