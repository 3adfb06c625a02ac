import type { DeviceChoice } from '../browser/index.ts';
import { imageNetworks } from '../index.ts';

/** What a training is told. */
export interface TrainingSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Side of the square that images are resized to, in pixels; null chooses it by the images. */
  readonly imageSize: number | null;
  /** Whether each image is moved, turned and zoomed a little each time; null does so where images are few. */
  readonly augmentation: boolean | null;
  readonly device: DeviceChoice;
}

export type SettingName = keyof TrainingSettings;

const { epochs, batchSize, learningRate } = imageNetworks.small.defaults;

export const defaultSettings: TrainingSettings = {
  epochs,
  batchSize,
  learningRate,
  imageSize: null,
  augmentation: null,
  device: 'auto',
};

const within = (text: string, least: number, most: number, isWhole: boolean): number | null => {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return value >= least && value <= most && (!isWhole || Number.isInteger(value)) ? value : null;
};

const augmentations: Readonly<Record<string, Pick<TrainingSettings, 'augmentation'>>> = {
  auto: { augmentation: null },
  on: { augmentation: true },
  off: { augmentation: false },
};

/** How a text, of an attribute or a field, becomes a setting; null where it makes no sense. */
export const settingReaders: Readonly<Record<SettingName, (text: string) => Partial<TrainingSettings> | null>> = {
  epochs: (text) => only('epochs', within(text, 1, 10_000, true)),
  batchSize: (text) => only('batchSize', within(text, 1, 4096, true)),
  learningRate: (text) => only('learningRate', within(text, 1e-7, 10, false)),
  imageSize: (text) =>
    text === 'auto' || text === '' ? { imageSize: null } : only('imageSize', within(text, 4, 512, true)),
  augmentation: (text) => augmentations[text] ?? null,
  device: (text) => only('device', (['auto', 'webgpu', 'cpu'] as const).find((choice) => choice === text) ?? null),
};

/** What a setting may be, for people. */
export const settingRanges: Readonly<Record<SettingName, string>> = {
  epochs: 'a whole number from 1 to 10000',
  batchSize: 'a whole number from 1 to 4096',
  learningRate: 'a number from 0.0000001 to 10',
  imageSize: 'a whole number from 4 to 512, or empty',
  augmentation: 'auto, on or off',
  device: 'auto, webgpu or cpu',
};

const only = <Name extends SettingName>(name: Name, value: TrainingSettings[Name] | null) =>
  value === null ? null : { [name]: value };

/** A setting as the text that its reader takes. */
export function settingText(name: SettingName, settings: TrainingSettings): string {
  const value = settings[name];
  if (name === 'augmentation') return value === null ? 'auto' : value ? 'on' : 'off';
  return value === null ? '' : String(value);
}
