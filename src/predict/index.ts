/**
 * Predictions in web pages, and nothing else: devices, the layers of convolutional networks, and models that were saved
 * as safetensors. For training, other formats and all layers there is `cnn-gpu/browser`, of which this is a part: both
 * can be used together.
 *
 * @packageDocumentation
 */

export { createDevice, devices } from '../browser/create-device.ts';
export type { DeviceSettings } from '../browser/open-device.ts';
export type { Device, DeviceInfo, DeviceKind } from '../engine/device.ts';
export type { ListedDevice } from '../engine/device-choice.ts';
export type { LayerClasses } from '../nn/layers/make-layer.ts';
export type { Preprocessing } from '../nn/models/preprocessing.ts';
export type { Prediction, PredictOptions } from '../nn/prediction/predict-all.ts';
export { Predictor, type PredictorOptions } from '../nn/prediction/predictor.ts';
export type { LoadPredictorOptions } from '../nn/prediction/predictor-from-stored.ts';
export { loadPredictor } from './load-predictor.ts';
