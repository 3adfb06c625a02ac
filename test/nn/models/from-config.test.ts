import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../src/errors.ts';
import { modelFromConfig } from '../../../src/nn/models/from-config.ts';
import { smallModel } from '../../support/small-model.ts';

const sequential = (...layers: unknown[]) => ({ className: 'Sequential', name: 'm', layers });
const dense = (config: unknown) => sequential({ className: 'Dense', config });

describe('modelFromConfig', () => {
  it('makes the model that gave the config', () => {
    const config = JSON.parse(JSON.stringify(smallModel().config()));
    const model = modelFromConfig(config);
    expect(model.config()).toEqual(smallModel().config());
    expect(model.summary()).toBe(smallModel().summary());
  });

  it('takes a config without names and options', () => {
    const model = modelFromConfig({
      className: 'Sequential',
      layers: [{ className: 'Flatten', config: { inputShape: [2, 3] } }, { className: 'BatchNormalization' }],
    });
    expect(model.name).toBe('sequential');
    expect(model.outputShape).toEqual([6]);
  });

  it.each<[string, unknown, string]>([
    ['no object', [], 'The model is a list; an object is expected.'],
    ['nothing', null, 'The model is null; an object is expected.'],
    [
      'another class',
      { className: 'Graph', layers: [] },
      'className is "Graph"; "Sequential" or "Functional" is expected.',
    ],
    ['no class', { layers: [] }, 'className is missing; "Sequential" or "Functional" is expected.'],
    [
      'another key',
      { className: 'Sequential', layer: [] },
      'has "layer", which is not known; its keys are className, name, layers, trainable.',
    ],
    ['a number for a name', { ...sequential(), name: 7 }, "The model's name is 7; a text is expected."],
    ['no layers', { className: 'Sequential' }, "The model's layers are missing; a list is expected."],
    [
      'too many layers',
      sequential(...Array(10_001).fill({})),
      'The model has 10001 layers; at most 10000 are allowed.',
    ],
    ['a layer that is text', sequential('Dense'), 'Layer 1 is "Dense"; an object is expected.'],
    ['a layer of no class', sequential({ config: {} }), 'Layer 1 has the className missing'],
    [
      'a layer with a list',
      sequential({ className: 'Dense', config: [1] }),
      'Layer 1 has the config a list; an object is expected.',
    ],
    [
      'an unknown layer',
      sequential({ className: 'Conv3D' }),
      'There is no layer "Conv3D". Choose one of "Activation", "Add", "Average"',
    ],
    ['a name of every object', sequential({ className: 'constructor' }), 'There is no layer "constructor".'],
    ['a missing option', dense({}), 'Layer 1 cannot be made: Dense: the option "units" is missing.'],
    [
      'an unknown option',
      dense({ units: 2, unit: 3 }),
      'Layer 1 cannot be made: Dense has no option "unit". Its options are "units"',
    ],
    [
      'a prototype',
      JSON.parse('{"className":"Sequential","layers":[{"className":"Dense","config":{"units":2,"__proto__":{}}}]}'),
      'Dense has no option "__proto__"',
    ],
    ['a number as text', dense({ units: '10' }), 'Dense: units is 10; a positive integer is expected.'],
    ['half a unit', dense({ units: 0.5 }), 'Dense: units is 0.5; a positive integer is expected.'],
    ['a word for a switch', dense({ units: 2, useBias: 'no' }), 'Dense: useBias is "no"; true or false is expected.'],
    [
      'an unknown activation',
      dense({ units: 2, activation: 'rellu' }),
      'There is no activation "rellu". Choose one of "linear", "relu"',
    ],
    ['a number for an activation', dense({ units: 2, activation: 3 }), 'There is no activation "3".'],
    ['an unknown initializer', dense({ units: 2, kernelInitializer: 'he' }), 'There is no initializer "he".'],
    ['no initializer', dense({ units: 2, kernelInitializer: null }), 'Layer 1 has an option of the wrong type.'],
    [
      'a constant that is text',
      dense({ units: 2, kernelInitializer: { name: 'constant', value: '1' } }),
      'The value of the constant initializer is "1"; a number is expected.',
    ],
    [
      'a number for a name',
      dense({ units: 2, name: 3 }),
      'Dense: the name is 3; a text without "/" or control characters is expected.',
    ],
    [
      'a path for a name',
      dense({ units: 2, name: 'a/b' }),
      'Dense: the name is "a/b"; a text without "/" or control characters is expected.',
    ],
    [
      'text for a shape',
      sequential({ className: 'Input', config: { shape: '28x28' } }),
      'Layer 1 has an option of the wrong type.',
    ],
    [
      'a rate that is text',
      sequential({ className: 'Dropout', config: { rate: '0.5' } }),
      'Dropout: rate is "0.5"; a number is expected.',
    ],
    [
      'layers that do not fit',
      sequential(
        { className: 'Input', config: { shape: [4] } },
        { className: 'Conv2D', config: { filters: 2, kernelSize: 3 } },
      ),
      'The model cannot be made: Conv2D: takes images [height, width, channels]; its input is [4]. — in model "m", layer "conv2d"',
    ],
    [
      'two layers of one name',
      sequential(
        { className: 'Input', config: { shape: [4] } },
        { className: 'Flatten', config: { name: 'a' } },
        { className: 'Flatten', config: { name: 'a' } },
      ),
      'Two layers are named "a".',
    ],
    [
      'more weights than fit anywhere',
      dense({ units: 2 ** 31, inputShape: [4] }),
      'it has 10737418240 parameters; at most 1073741824 are allowed.',
    ],
  ])('refuses %s', (_, config, message) => {
    expect(() => modelFromConfig(config)).toThrow(FormatError);
    expect(() => modelFromConfig(config)).toThrow(message);
  });

  it('refuses an option nested beyond all bounds', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    for (const config of [
      { units: deep },
      { units: 2, name: deep },
      { units: 2, useBias: deep },
      { units: 2, inputShape: deep },
    ]) {
      expect(() => modelFromConfig(dense(config))).toThrow(FormatError);
    }
  });
});

/** A model that uses the one below twice, on another shape, and so on: over 2^level uses in a few lines. */
function doubling(level: number): { className: string; [key: string]: unknown } {
  const image = { className: 'Input', config: { name: 'image', shape: [level + 1] } };
  const common = { className: 'Functional', name: `m${level}`, inputs: [0] };
  if (level === 0) return { ...common, layers: [image], nodes: [{ layer: 'image', inputs: [] }], outputs: [0] };
  const { className, ...config } = doubling(level - 1);
  const uses = [0, 1].map((input) => ({ layer: `m${level - 1}`, inputs: [input] }));
  const nodes = [{ layer: 'image', inputs: [] }, ...uses];
  return { ...common, layers: [image, { className, config }], nodes, outputs: [2] };
}

it('refuses models in models that use each other without end', () => {
  expect(() => modelFromConfig(doubling(30))).toThrow(/uses layers \d+ times; at most 20000 are allowed/);
  expect(modelFromConfig(doubling(5)).uses).toBe(63);
});
