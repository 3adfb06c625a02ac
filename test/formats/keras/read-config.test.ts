import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../src/errors.ts';
import { configFromKeras } from '../../../src/formats/keras/read-config.ts';
import { layerFromKeras } from '../../../src/formats/keras/read-layer.ts';

describe('dialects', () => {
  it('reads a Sequential of Keras 1.2', () => {
    const config = configFromKeras({
      class_name: 'Sequential',
      config: [
        {
          class_name: 'Convolution2D',
          config: {
            name: 'convolution2d_1',
            trainable: true,
            batch_input_shape: [null, 28, 28, 1],
            input_dtype: 'float32',
            nb_filter: 8,
            nb_row: 3,
            nb_col: 5,
            border_mode: 'same',
            subsample: [2, 1],
            dim_ordering: 'tf',
            activation: 'relu',
            bias: false,
            init: 'glorot_uniform',
            W_regularizer: { name: 'WeightRegularizer', l1: 0, l2: 0.01 },
            b_regularizer: null,
            activity_regularizer: null,
            W_constraint: { name: 'MaxNorm', m: 2, axis: 0 },
            b_constraint: null,
          },
        },
        {
          class_name: 'MaxPooling2D',
          config: { name: 'pool', pool_size: [2, 2], strides: [2, 2], border_mode: 'valid', dim_ordering: 'tf' },
        },
        { class_name: 'Dropout', config: { name: 'drop', p: 0.25, trainable: true } },
        { class_name: 'Flatten', config: { name: 'flat', trainable: true } },
        {
          class_name: 'Dense',
          config: { name: 'out', output_dim: 10, input_dim: 128, init: 'he_normal', activation: 'softmax', bias: true },
        },
      ],
    });
    expect(config).toEqual({
      className: 'Sequential',
      name: 'sequential',
      layers: [
        { className: 'Input', config: { shape: [28, 28, 1] } },
        {
          className: 'Conv2D',
          config: {
            name: 'convolution2d_1',
            filters: 8,
            kernelSize: [3, 5],
            strides: [2, 1],
            padding: 'same',
            activation: 'relu',
            useBias: false,
            kernelInitializer: 'glorotUniform',
            kernelRegularizer: { l2: 0.01 },
            biasRegularizer: null,
            kernelConstraint: { name: 'maxNorm', maxValue: 2, axis: 0 },
            biasConstraint: null,
          },
        },
        { className: 'MaxPooling2D', config: { name: 'pool', poolSize: [2, 2], strides: [2, 2], padding: 'valid' } },
        { className: 'Dropout', config: { name: 'drop', rate: 0.25 } },
        { className: 'Flatten', config: { name: 'flat' } },
        {
          className: 'Dense',
          config: { name: 'out', units: 10, kernelInitializer: 'heNormal', activation: 'softmax', useBias: true },
        },
      ],
    });
  });

  it('reads a functional model of Keras 1 with a Merge', () => {
    const image = {
      class_name: 'InputLayer',
      name: 'image',
      config: { name: 'image', batch_input_shape: [null, 4, 4, 3] },
      inbound_nodes: [],
    };
    const merge = (mode: string) => ({
      class_name: 'Model',
      config: {
        name: 'model_1',
        layers: [
          {
            class_name: 'Merge',
            name: 'merge_1',
            config: { name: 'merge_1', mode, concat_axis: 3, dot_axes: -1 },
            inbound_nodes: [
              [
                ['image', 0, 0],
                ['act', 0, 0],
              ],
            ],
          },
          {
            class_name: 'Activation',
            name: 'act',
            config: { name: 'act', activation: 'tanh' },
            inbound_nodes: [[['image', 0, 0]]],
          },
          image,
        ],
        input_layers: [['image', 0, 0]],
        output_layers: [['merge_1', 0, 0]],
      },
    });
    expect(configFromKeras(merge('concat'))).toEqual({
      className: 'Functional',
      name: 'model_1',
      layers: [
        { className: 'Concatenate', config: { name: 'merge_1', axis: 3 } },
        { className: 'Activation', config: { name: 'act', activation: 'tanh' } },
        { className: 'Input', config: { name: 'image', shape: [4, 4, 3] } },
      ],
      // Each after what it takes, whatever the order in the file.
      nodes: [
        { layer: 'image', inputs: [] },
        { layer: 'act', inputs: [0] },
        { layer: 'merge_1', inputs: [0, 1] },
      ],
      inputs: [0],
      outputs: [2],
    });
    expect(configFromKeras(merge('sum'))['layers']).toContainEqual({ className: 'Add', config: { name: 'merge_1' } });
    expect(() => configFromKeras(merge('dot'))).toThrow('The layer "merge_1" (Merge) merges by "dot"');
  });

  it('refuses images with channels first', () => {
    const config = { name: 'c', nb_filter: 1, nb_row: 1, nb_col: 1, dim_ordering: 'th' };
    expect(() => layerFromKeras('Convolution2D', config)).toThrow('channels first ("th")');
    expect(() => layerFromKeras('Conv2D', { name: 'c', filters: 1, data_format: 'channels_first' })).toThrow(
      'The layer "c" (Conv2D) has data_format = "channels_first", which cnn-gpu\'s Conv2D does not have.',
    );
  });

  it('reads a nested model of Keras 2 that is called with training=False, and shared layers', () => {
    const input = (name: string) => ({
      class_name: 'InputLayer',
      name,
      config: { name, batch_input_shape: [null, null, null, 3] },
      inbound_nodes: [],
    });
    const config = configFromKeras({
      class_name: 'Functional',
      config: {
        name: 'whole',
        trainable: true,
        layers: [
          { ...input('image'), config: { name: 'image', batch_input_shape: [null, 32, 48, 3] } },
          {
            class_name: 'Functional',
            name: 'base',
            config: {
              name: 'base',
              layers: [
                input('pixels'),
                {
                  class_name: 'BatchNormalization',
                  name: 'bn',
                  config: { name: 'bn', axis: [3], trainable: false },
                  inbound_nodes: [[['pixels', 0, 0, {}]]],
                },
              ],
              input_layers: [['pixels', 0, 0]],
              output_layers: [['bn', 0, 0]],
            },
            inbound_nodes: [[['image', 0, 0, { training: false }]], [['base', 0, 0, {}]]],
          },
        ],
        input_layers: ['image', 0, 0],
        output_layers: [['base', 1, 0]],
      },
    });
    expect(config).toEqual({
      className: 'Functional',
      name: 'whole',
      layers: [
        { className: 'Input', config: { name: 'image', shape: [32, 48, 3] } },
        {
          className: 'Functional',
          config: {
            name: 'base',
            layers: [
              // The open size is that of what the model is applied to.
              { className: 'Input', config: { name: 'pixels', shape: [32, 48, 3] } },
              { className: 'BatchNormalization', config: { name: 'bn', trainable: false } },
            ],
            nodes: [
              { layer: 'pixels', inputs: [] },
              { layer: 'bn', inputs: [0] },
            ],
            inputs: [0],
            outputs: [1],
          },
        },
      ],
      nodes: [
        { layer: 'image', inputs: [] },
        { layer: 'base', inputs: [0], training: false },
        { layer: 'base', inputs: [1] },
      ],
      inputs: [0],
      outputs: [2],
    });
  });

  it('takes 224 for sizes that nothing tells', () => {
    const layers = [{ class_name: 'InputLayer', config: { name: 'i', batch_shape: [null, null, null, 3] } }];
    const model = { class_name: 'Sequential', config: { name: 's', layers } };
    expect(configFromKeras(model)['layers']).toEqual([
      { className: 'Input', config: { name: 'i', shape: [224, 224, 3] } },
    ]);
    expect(configFromKeras({ ...model, build_config: { input_shape: [null, 96, 64, 3] } })['layers']).toEqual([
      { className: 'Input', config: { name: 'i', shape: [96, 64, 3] } },
    ]);
  });

  it('reads objects of Keras 3: policies, functions, calls', () => {
    const policy = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null };
    const tensor = (layer: string) => ({
      class_name: '__keras_tensor__',
      config: { shape: [null, 4], dtype: 'float32', keras_history: [layer, 0, 0] },
    });
    const config = configFromKeras({
      module: 'keras',
      class_name: 'Functional',
      config: {
        name: 'f',
        layers: [
          {
            class_name: 'InputLayer',
            name: 'a',
            config: { name: 'a', batch_shape: [null, 4], optional: false },
            inbound_nodes: [],
          },
          {
            class_name: 'Dense',
            name: 'd',
            config: {
              name: 'd',
              dtype: policy,
              units: 4,
              activation: {
                module: 'builtins',
                class_name: 'function',
                config: 'leaky_relu',
                registered_name: 'function',
              },
              kernel_regularizer: { module: 'keras.regularizers', class_name: 'L1L2', config: { l1: 0.5, l2: 0 } },
              kernel_initializer: {
                module: 'keras.initializers',
                class_name: 'OrthogonalInitializer',
                config: { gain: 1 },
              },
              quantization_config: null,
            },
            inbound_nodes: [{ args: [tensor('a')], kwargs: {} }],
          },
          {
            class_name: 'Dropout',
            name: 'drop',
            config: { name: 'drop', rate: 0.5, seed: 3, noise_shape: null },
            inbound_nodes: [{ args: [tensor('d')], kwargs: { training: false } }],
          },
          {
            class_name: 'Add',
            name: 's',
            config: { name: 's' },
            inbound_nodes: [{ args: [[tensor('a'), tensor('drop')]], kwargs: { mask: null } }],
          },
        ],
        input_layers: [['a', 0, 0]],
        output_layers: [['s', 0, 0]],
      },
    });
    expect(config['layers']).toEqual([
      { className: 'Input', config: { name: 'a', shape: [4] } },
      // An initializer that is not here becomes the default; the weights come from the file.
      { className: 'Dense', config: { name: 'd', units: 4, activation: 'leakyRelu', kernelRegularizer: { l1: 0.5 } } },
      { className: 'Dropout', config: { name: 'drop', rate: 0.5, seed: 3, noiseShape: null } },
      { className: 'Add', config: { name: 's' } },
    ]);
    // Keras 3 notes the default of a layer's "training"; it is nobody's choice.
    expect(config['nodes']).toEqual([
      { layer: 'a', inputs: [] },
      { layer: 'd', inputs: [0] },
      { layer: 'drop', inputs: [1] },
      { layer: 's', inputs: [0, 2] },
    ]);
  });

  it.each([
    [
      { class_name: 'VarianceScaling', config: { scale: 1, mode: 'fan_avg', distribution: 'uniform', seed: null } },
      'glorotUniform',
    ],
    [
      { class_name: 'VarianceScaling', config: { scale: 2, mode: 'fan_in', distribution: 'truncated_normal' } },
      'heNormal',
    ],
    [{ class_name: 'HeUniform', config: { seed: 1 } }, 'heUniform'],
    [
      { class_name: 'Constant', config: { value: 0.5 } },
      { name: 'constant', value: 0.5 },
    ],
    [
      { class_name: 'VarianceScaling', config: { scale: 2, mode: 'fan_out', distribution: 'untruncated_normal' } },
      { name: 'varianceScaling', scale: 2, mode: 'fanOut', distribution: 'untruncatedNormal' },
    ],
    [
      { class_name: 'RandomUniform', config: { minval: -0.1, maxval: 0.2, seed: null } },
      { name: 'randomUniform', minValue: -0.1, maxValue: 0.2 },
    ],
    ['lecun_normal', 'lecunNormal'],
    ['one', 'ones'],
    ['zeros', 'zeros'],
  ])('reads the initializer %j', (given, ours) => {
    const { config } = layerFromKeras('Dense', { name: 'd', units: 1, kernel_initializer: given });
    expect(config).toEqual({ name: 'd', units: 1, kernelInitializer: ours });
  });

  it('reads the scaled residuals of InceptionResNetV2', () => {
    const tensor = (layer: string) => ({ class_name: '__keras_tensor__', config: { keras_history: [layer, 0, 0] } });
    const config = configFromKeras({
      class_name: 'Functional',
      config: {
        name: 'f',
        layers: [
          { class_name: 'InputLayer', name: 'a', config: { name: 'a', batch_shape: [null, 4] }, inbound_nodes: [] },
          { class_name: 'InputLayer', name: 'b', config: { name: 'b', batch_shape: [null, 4] }, inbound_nodes: [] },
          {
            class_name: 'CustomScaleLayer',
            name: 'mix',
            config: { name: 'mix', trainable: true, scale: 0.17 },
            inbound_nodes: [{ args: [[tensor('a'), tensor('b')]], kwargs: {} }],
          },
        ],
        input_layers: [tensor('a'), tensor('b')].map(({ config: { keras_history } }) => keras_history),
        output_layers: [['mix', 0, 0]],
      },
    });
    expect(config['layers']).toEqual([
      { className: 'Input', config: { name: 'a', shape: [4] } },
      { className: 'Input', config: { name: 'b', shape: [4] } },
      { className: 'CustomScaleLayer', config: { name: 'mix', scale: 0.17 } },
    ]);
    expect((config['nodes'] as object[]).slice(2)).toEqual([{ layer: 'mix', inputs: [0, 1] }]);
  });

  it('makes names of layers out of paths', () => {
    expect(layerFromKeras('ReLU', { name: 'conv1/relu', max_value: 6 }).config).toEqual({
      name: 'conv1_relu',
      maxValue: 6,
    });
    expect(layerFromKeras('LeakyReLU', { name: 'l', alpha: 0.1 }).config).toEqual({ name: 'l', negativeSlope: 0.1 });
  });
});

describe('what cannot be read', () => {
  it.each([
    [
      'MultiHeadAttention',
      {},
      'The layer "x" (MultiHeadAttention) is of a class that cnn-gpu does not have. It has "Activation"',
    ],
    ['constructor', {}, 'is of a class that cnn-gpu does not have'],
    ['Conv2D', { groups: 2 }, 'The layer "x" (Conv2D) has groups = 2'],
    ['BatchNormalization', { axis: 2 }, 'has axis = 2'],
    ['Dense', { activation: 'no_such' }, 'The layer "x" (Dense) has the activation "no_such"'],
    ['Dense', { kernel_regularizer: { class_name: 'Orthogonal', config: {} } }, 'has the regularizer'],
    ['Dense', { kernel_constraint: { class_name: 'NonNeg', config: {} } }, 'has the constraint'],
    ['Dense', { activity_regularizer: { class_name: 'L2', config: { l2: 1 } } }, 'has activity_regularizer'],
  ])('%s with %j', (className, config, message) => {
    expect(() => layerFromKeras(className, { name: 'x', ...config })).toThrow(message);
    expect(() => layerFromKeras(className, { name: 'x', ...config })).toThrow(FormatError);
  });

  const functional =
    (nodes: unknown, ends: object = {}) =>
    () =>
      configFromKeras({
        class_name: 'Functional',
        config: {
          name: 'm',
          layers: [
            {
              class_name: 'InputLayer',
              name: 'i',
              config: { name: 'i', batch_input_shape: [null, 4] },
              inbound_nodes: [],
            },
            { class_name: 'ReLU', name: 'a', config: { name: 'a' }, inbound_nodes: nodes },
            { class_name: 'ReLU', name: 'b', config: { name: 'b' }, inbound_nodes: [[['a', 0, 0, {}]]] },
          ],
          input_layers: [['i', 0, 0]],
          output_layers: [['b', 0, 0]],
          ...ends,
        },
      });

  it.each([
    ['a circle', functional([[['b', 0, 0, {}]]]), 'takes its own output'],
    [
      'a layer that is not there',
      functional([[['c', 0, 0, {}]]]),
      'The layer "c" is taken from, but is not in the model',
    ],
    ['a second output', functional([[['i', 0, 1, {}]]]), 'Output 1 of the layer "i" is taken; ours have one.'],
    ['no list', functional(7), 'The inbound nodes of the layer "a" is 7; a list is expected.'],
    ['no place', functional([[['i', 'x', 0]]]), 'a layer, its use and its output are expected'],
    ['no ends', functional([[['i', 0, 0]]], { output_layers: null }), 'output_layers is null; a list is expected.'],
  ])('%s', (_, read, message) => {
    expect(read).toThrow(message);
    expect(read).toThrow(FormatError);
  });

  it('models that are programs', () => {
    expect(() => configFromKeras({ class_name: 'MyModel', config: {} })).toThrow('The model\'s class is "MyModel"');
    expect(() => configFromKeras([])).toThrow(FormatError);
    expect(() => configFromKeras({ class_name: 'Sequential', config: { layers: 'x' } })).toThrow(FormatError);
    expect(() => configFromKeras({ class_name: 'Sequential', config: [null] })).toThrow(FormatError);
  });

  it('models nested without an end', () => {
    let model: object = { class_name: 'Sequential', config: [] };
    for (let i = 0; i < 40; i++) model = { class_name: 'Sequential', config: [model] };
    expect(() => configFromKeras(model)).toThrow('Models are nested deeper than 32.');
  });
});
