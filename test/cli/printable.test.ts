import { expect, it } from 'vitest';
import { printable } from '../../src/cli/printable.ts';

it('escapes what breaks a line or commands a terminal, and keeps letters of all scripts', () => {
  expect(printable('a\nb\x1b[31m\x7f\x9b.jpg')).toBe('a\\x0ab\\x1b[31m\\x7f\\x9b.jpg');
  expect(printable('猫 🐱 собака.jpg')).toBe('猫 🐱 собака.jpg');
});
