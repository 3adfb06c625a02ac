import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { EarlyStopping } from '../../src/nn/callbacks/early-stopping.ts';
import { ModelCheckpoint } from '../../src/node/model-checkpoint.ts';
import { loadModel, loadWeights, saveModel, saveWeights } from '../../src/node/model-file.ts';
import { compileSmall, smallData, smallModel } from '../support/small-model.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const folder = temporaryFolders();
const device = new ReferenceDevice();

describe('ModelCheckpoint', () => {
  it('writes a model after each epoch that can be loaded', async () => {
    const to = await folder();
    const model = compileSmall(smallModel(), device);
    const checkpoint = new ModelCheckpoint(join(to, 'm-{epoch:02d}.safetensors'), { preprocessing: { classes: 3 } });
    await model.fit(smallData(), { epochs: 2, callbacks: [checkpoint] });
    expect((await readdir(to)).sort()).toEqual(['m-01.safetensors', 'm-02.safetensors']);
    const { model: last, preprocessing } = await loadModel(join(to, 'm-02.safetensors'));
    expect(preprocessing).toEqual({ classes: 3 });
    expect(await last.getWeights()).toEqual(await model.getWeights());
  });

  it('keeps the weights that EarlyStopping restores', async () => {
    const path = join(await folder(), 'best.safetensors');
    const model = compileSmall(smallModel(), device);
    const messages: string[] = [];
    const history = await model.fit(smallData(), {
      epochs: 6,
      validationData: smallData(),
      callbacks: [
        new ModelCheckpoint(path, { saveBestOnly: true, saveWeightsOnly: true }),
        new EarlyStopping({ restoreBestWeights: true, patience: 6, verbose: 1, print: (m) => messages.push(m) }),
      ],
    });
    const losses = history.history['val_loss'];
    const best = losses.indexOf(Math.min(...losses));
    expect(messages).toEqual([`Restoring model weights from the end of the best epoch: ${best + 1}.`]);
    const other = smallModel();
    await loadWeights(other, path);
    expect(await other.getWeights()).toEqual(await model.getWeights());
  });

  it('is warned of when another save replaces what it wrote, once and not when that is meant', async () => {
    const path = join(await folder(), 'best.safetensors');
    const model = compileSmall(smallModel(), device);
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    const checkpoint = new ModelCheckpoint(path, { saveWeightsOnly: true, warn });
    const train = () => model.fit(smallData(), { epochs: 2, callbacks: [checkpoint] });
    await train();
    await saveModel(model, `${path}.other`, { warn });
    expect(warnings).toEqual([]);
    await saveModel(model, path, { warn });
    await saveModel(model, path, { warn });
    const warning =
      `Saving to ${path} replaces what ModelCheckpoint saved there in this run. ` +
      'Save under another name to keep it, or say that it is meant: { overwrite: true }.';
    expect(warnings).toEqual([warning]);
    await train();
    await saveWeights(model, path, { warn, overwrite: true });
    expect(warnings).toEqual([warning]);
  });
});
