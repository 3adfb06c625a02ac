import { expect, it } from 'vitest';
import * as errors from '../src/errors.ts';

it('has a name in every error, which is its class’s', () => {
  const classes = Object.entries(errors).filter(([, value]) => value.prototype instanceof Error);
  expect(classes.length).toBeGreaterThan(15);
  const names = classes.map(([, Class]) => new (Class as new (...values: unknown[]) => Error)('', [], '').name);
  expect(names).toEqual(classes.map(([name]) => name));
});
