import { expect, it } from 'vitest';
import { parseBoundedJson } from '../../src/formats/bounded-json.ts';

it('parses what a model can be', () => {
  expect(parseBoundedJson('{"a": [1, {"b": "[[[{\\"{,,"}], "c": null}', 'It')).toEqual({
    a: [1, { b: '[[[{"{,,' }],
    c: null,
  });
});

it('refuses what is nested too deep, too long, or has too many values', () => {
  expect(() => parseBoundedJson('['.repeat(100_000), 'The config')).toThrow('The config is nested more than 256 deep.');
  expect(() => parseBoundedJson('{"a":'.repeat(300), 'The config')).toThrow('nested more than 256 deep');
  expect(() => parseBoundedJson(`[${'0,'.repeat(2_000_001)}0]`, 'The config')).toThrow('more than 2000000 values');
  expect(() => parseBoundedJson(`"${' '.repeat(33_554_432)}"`, 'The config')).toThrow('has 33554434 characters');
});

it.each(['', '{', '{"a" 1}', 'NaN', '[1,]'])('refuses %j, which is no JSON', (text) => {
  expect(() => parseBoundedJson(text, 'The config')).toThrow('The config is not valid JSON.');
});
