import { describe, expect, it } from 'vitest';
import { configFromKeras } from '../../../src/formats/keras/read-config.ts';
import { configToKeras } from '../../../src/formats/keras/write-config.ts';
import { applications, EfficientNetB0 } from '../../../src/nn/applications/index.ts';
import { modelFromConfig } from '../../../src/nn/models/from-config.ts';
import type { Model } from '../../../src/nn/models/model.ts';

const factsOf = (model: Model) => ({
  layers: model.summaryRows().map(({ name, className, outputShape }) => [name, className, outputShape]),
  weights: model.weightSpecs,
});

describe.each([
  ...Object.entries(applications).map(([name, { build }]) => [name, build()] as const),
  ['efficientnetb0 for published weights', EfficientNetB0({ imagenetRescaling: true })] as const,
])('%s', (_, model) => {
  it.each(['h5', 'keras'] as const)('comes back from the config of a .%s file', (dialect) => {
    const keras = JSON.parse(JSON.stringify(configToKeras(JSON.parse(JSON.stringify(model.config())), dialect)));
    expect(factsOf(modelFromConfig(configFromKeras(keras)))).toEqual(factsOf(model));
  });
});
