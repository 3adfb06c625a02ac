/**
 * Predictions in web pages, and nothing else: devices, the layers of convolutional networks, and models that were saved
 * as safetensors. For training, other formats and all layers there is `cnn-gpu/browser`, of which this is a part: both
 * can be used together.
 *
 * @packageDocumentation
 */

export { createDevice, devices } from '../browser/create-device.ts';
export type { DecodeImageOptions, ImageSource } from '../browser/decode-image.ts';
export type { DeviceSettings } from '../browser/open-device.ts';
export type { InputBatch } from '../data/batch.ts';
export type { ColorMode, RawImage } from '../data/raw-image.ts';
export { type ImageSize, type Interpolation, type ResizeOptions, resizeImage } from '../data/resize.ts';
export type { Device, DeviceInfo, DeviceKind } from '../engine/device.ts';
export type { ListedDevice } from '../engine/device-choice.ts';
export { CnnGpuError } from '../errors.ts';
export { type ImagePreprocessing, imagePreprocessing } from '../nn/classification/preprocessing.ts';
export { Activation } from '../nn/layers/activation.ts';
export { Add } from '../nn/layers/add.ts';
export { Average } from '../nn/layers/average.ts';
export { BatchNormalizationInference as BatchNormalization } from '../nn/layers/batch-normalization-inference.ts';
export { Concatenate } from '../nn/layers/concatenate.ts';
export { Conv2D } from '../nn/layers/conv2d.ts';
export { Cropping2D } from '../nn/layers/cropping2d.ts';
export { CustomScaleLayer } from '../nn/layers/custom-scale-layer.ts';
export { Dense } from '../nn/layers/dense.ts';
export { DepthwiseConv2D } from '../nn/layers/depthwise-conv2d.ts';
export { ELU } from '../nn/layers/elu.ts';
export { Flatten } from '../nn/layers/flatten.ts';
export { GlobalAveragePooling2D } from '../nn/layers/global-average-pooling2d.ts';
export { GlobalMaxPooling2D } from '../nn/layers/global-max-pooling2d.ts';
export { ImagenetPreprocessing } from '../nn/layers/imagenet-preprocessing.ts';
export { input } from '../nn/layers/input.ts';
export { LeakyReLU } from '../nn/layers/leaky-relu.ts';
export type { LayerClasses } from '../nn/layers/make-layer.ts';
export { Maximum } from '../nn/layers/maximum.ts';
export { Minimum } from '../nn/layers/minimum.ts';
export { Multiply } from '../nn/layers/multiply.ts';
export { Normalization } from '../nn/layers/normalization.ts';
export { AveragePooling2D, MaxPooling2D } from '../nn/layers/pooling2d.ts';
export { ReLU } from '../nn/layers/relu.ts';
export { Rescaling } from '../nn/layers/rescaling.ts';
export { Reshape } from '../nn/layers/reshape.ts';
export { SeparableConv2D } from '../nn/layers/separable-conv2d.ts';
export { Softmax } from '../nn/layers/softmax.ts';
export { Subtract } from '../nn/layers/subtract.ts';
export type { SymbolicTensor } from '../nn/layers/symbolic-tensor.ts';
export { ZeroPadding2D } from '../nn/layers/zero-padding2d.ts';
export { type ModelOptions, Network } from '../nn/models/network.ts';
export type { Preprocessing } from '../nn/models/preprocessing.ts';
export type { WeightArray } from '../nn/models/weight-array.ts';
export type { Prediction, PredictOptions } from '../nn/prediction/predict-all.ts';
export { Predictor, type PredictorOptions } from '../nn/prediction/predictor.ts';
export type { LoadPredictorOptions } from '../nn/prediction/predictor-from-stored.ts';
export { decodeImage } from './decode-image.ts';
export { loadPredictor } from './load-predictor.ts';
