import { expect, it } from 'vitest';
import { modelFilesOf } from '../../src/trainer/model-files.ts';

const named = (...names: string[]) => names.map((name) => new File([], name));
const picked = (...names: string[]) => modelFilesOf(named(...names)).map(({ name }) => name);

it('finds the model among dropped files', () => {
  expect(picked('cat.png', 'Model.KERAS')).toEqual(['Model.KERAS']);
  expect(picked('model.safetensors')).toEqual(['model.safetensors']);
  expect(picked('model-tfjs.zip')).toEqual(['model-tfjs.zip']);
  expect(picked('group1-shard1of1.bin', 'model.json', 'cat.png')).toEqual(['group1-shard1of1.bin', 'model.json']);
});

it('leaves images and archives of images alone', () => {
  expect(picked('cat.png', 'photos.zip', 'labels.json', 'photos.tar.gz')).toEqual([]);
});
