import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import { ShapeError, ValueError } from '../../../src/errors.ts';
import { LambdaCallback } from '../../../src/nn/callbacks/lambda-callback.ts';
import { Input, MaxPooling2D } from '../../../src/nn/layers/index.ts';
import { Sequential } from '../../../src/nn/models/sequential.ts';
import { compileSmall, smallData, smallModel } from '../../support/small-model.ts';

const device = new ReferenceDevice();

describe('compile', () => {
  it('keeps the weights of a model that was compiled before, and starts the optimizer afresh', async () => {
    const model = compileSmall(smallModel(), device);
    await model.fit(smallData());
    const before = await model.getWeights();
    compileSmall(model, device);
    expect(await model.getWeights()).toEqual(before);
    expect((await model.getOptimizerState())?.step).toBe(0);
  });

  it('gives back the memory of the training before, once no run needs it', async () => {
    const own = new ReferenceDevice();
    const model = smallModel();
    const train = async () => {
      compileSmall(model, own);
      await model.fit(smallData(), { validationData: smallData() });
      await model.predict(smallData());
      return own.memory;
    };
    const before = await train();
    expect(await train()).toEqual(before);
    const compileAnew = new LambdaCallback({ onEpochBegin: () => void compileSmall(model, own) });
    await model.fit(smallData(), { epochs: 3, callbacks: [compileAnew] });
    expect(await train()).toEqual(before);
  });

  it('refuses another device than before', () => {
    const model = compileSmall(smallModel(), device);
    expect(() => compileSmall(model, new ReferenceDevice())).toThrow('The model "small" is on another device.');
  });

  it('refuses unknown names', () => {
    const compile = (options: object) => () =>
      smallModel().compile({ device, optimizer: 'adam', loss: 'mse', ...options });
    expect(compile({ optimizer: 'adamm' })).toThrow(
      'There is no optimizer "adamm". Choose one of "adam", "adamw", "sgd", "rmsprop".',
    );
    expect(compile({ loss: 'hinge' })).toThrow(
      'There is no loss "hinge". Choose one of "sparseCategoricalCrossentropy"',
    );
    expect(compile({ metrics: ['f1'] })).toThrow('There is no metric "f1". Choose one of "accuracy", "acc"');
    expect(compile({ seed: 1.5 })).toThrow('compile: seed is 1.5; an integer is expected.');
    expect(compile({ learningRate: 1 })).toThrow(
      'compile has no option "learningRate". Its options are "device", "optimizer", "loss", "metrics", "weightedMetrics", "seed".',
    );
  });
});

describe('a layer that does not fit', () => {
  it('is a ShapeError that says where', () => {
    const make = () => new Sequential([new Input({ shape: [4] }), new MaxPooling2D()], { name: 'flat' });
    expect(make).toThrow(ShapeError);
    expect(make).toThrow(/^MaxPooling2D: takes images .* — in model "flat", layer "max_pooling2d"$/);
  });
});

describe('setOptimizerState', () => {
  it('makes training go on from there', async () => {
    const first = compileSmall(smallModel(), device);
    await first.fit(smallData());
    const second = compileSmall(smallModel(), device);
    second.setWeights(await first.getWeights());
    const state = await first.getOptimizerState();
    if (state !== null) second.setOptimizerState(state);
    await first.fit(smallData());
    await second.fit(smallData());
    expect(await second.getWeights()).toEqual(await first.getWeights());
  });

  it('refuses the state of another optimizer', async () => {
    const adam = await compileSmall(smallModel(), device).getOptimizerState();
    const model = compileSmall(smallModel(), device, 'sgd');
    expect(() => adam !== null && model.setOptimizerState(adam)).toThrow(
      'The optimizer\'s state is of "adam" with the slots ["m", "v"], but the model is compiled with "sgd" and [].',
    );
  });

  it('has none before a new model is compiled', async () => {
    expect(await smallModel().getOptimizerState()).toBe(null);
  });
});

describe('setWeights', () => {
  it('changes nothing when one weight does not fit', async () => {
    const model = compileSmall(smallModel(), device);
    const before = await model.getWeights();
    const wrong = before.map((weight) => ({ ...weight, data: weight.data.map((value) => value + 1) }));
    wrong[wrong.length - 1] = { name: 'scores/bias', shape: [4], data: new Float32Array(4) };
    expect(() => model.setWeights(wrong)).toThrow(ShapeError);
    expect(() => model.setWeights(wrong.slice(1))).toThrow(ValueError);
    expect(await model.getWeights()).toEqual(before);
  });
});

describe('getWeights', () => {
  it('gives copies, also before there is a device', async () => {
    const model = smallModel();
    model.setWeights(await compileSmall(smallModel(), device).getWeights());
    const before = await model.getWeights();
    for (const { data } of await model.getWeights()) data.fill(7);
    expect(await model.getWeights()).toEqual(before);
  });
});
