import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { loadModel, saveModel } from '../../src/node/model-file.ts';
import { runCli } from '../support/run-cli.ts';
import { compileSmall, smallData, smallModel } from '../support/small-model.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const folder = temporaryFolders();
const device = new ReferenceDevice();

/** A folder with a trained model in `model.safetensors`. */
async function trained() {
  const cwd = await folder();
  const model = compileSmall(smallModel(), device);
  await model.fit(smallData(), { epochs: 1 });
  await saveModel(model, join(cwd, 'model.safetensors'), { preprocessing: { classNames: ['a', 'b', 'c'] } });
  return { cwd, model };
}

describe('cnn-gpu convert', () => {
  it('takes a model through all formats and back, with the state of the optimizer', async () => {
    const { cwd, model } = await trained();
    const names = ['model.safetensors', 'model.h5', 'web/', 'model.keras', 'again.safetensors'];
    for (const [i, to] of names.entries()) {
      if (i === 0) continue;
      const { status, stdout, stderr } = await runCli(['convert', names[i - 1], to], cwd);
      expect([status, stderr]).toEqual([0, '']);
      if (i === 1) {
        expect(stdout).toBe(
          'Read model.safetensors (cnn-gpu): model "small", 6 layers, 107 parameters.\n' +
            'Wrote model.h5 (Keras (HDF5), with the optimizer after 3 steps).\n',
        );
      }
    }
    const { model: loaded, preprocessing } = await loadModel(join(cwd, 'again.safetensors'));
    compileSmall(loaded, device);
    expect(preprocessing).toEqual({ classNames: ['a', 'b', 'c'] });
    expect(await loaded.getWeights()).toEqual(await model.getWeights());
    expect(await loaded.getOptimizerState()).toEqual(await model.getOptimizerState());
  });

  it('reports as JSON, and writes weights alone where asked', async () => {
    const { cwd } = await trained();
    const { events } = await runCli(['convert', 'model.safetensors', 'best.h5', '--weights-only', '--json'], cwd);
    expect(events).toEqual([
      {
        event: 'end',
        from: 'safetensors',
        to: 'hdf5',
        name: 'small',
        layers: 6,
        parameters: 107,
        step: null,
        problem: null,
      },
    ]);
    const back = await runCli(['convert', 'best.h5', 'weights.safetensors', '--weights-only'], cwd);
    expect(back.stdout).toContain('Read best.h5 (Keras (HDF5)): weights, 6 layers, 107 parameters.');
    expect((await runCli(['convert', 'best.h5', 'x.keras'], cwd)).stderr).toContain('It holds weights without a model');
  });

  it('replaces files only when told to', async () => {
    const { cwd } = await trained();
    expect((await runCli(['convert', 'model.safetensors', 'model.onnx'], cwd)).status).toBe(0);
    const refused = await runCli(['convert', 'model.safetensors', 'model.onnx'], cwd);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toBe(
      'error: There is something at model.onnx already. Give another path, or --force to replace it.\n',
    );
    expect((await runCli(['convert', 'model.safetensors', 'model.onnx', '--force'], cwd)).status).toBe(0);
  });

  it('fails with 1 for what cannot be read or written, and leaves nothing behind', async () => {
    const { cwd } = await trained();
    const missing = await runCli(['convert', 'none.h5', 'model.keras'], cwd);
    expect(missing.status).toBe(1);
    expect(missing.stderr).toContain('none.h5');
    const weights = await runCli(['convert', 'model.safetensors', 'w.onnx', '--weights-only'], cwd);
    expect(weights.status).toBe(1);
    expect(weights.stderr).toContain('this format has no form for weights alone');
    expect(await readdir(cwd)).toEqual(['model.safetensors']);
  });
});
