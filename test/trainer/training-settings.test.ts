import { expect, it } from 'vitest';
import { defaultSettings, settingReaders, settingText } from '../../src/trainer/training-settings.ts';

it('reads the texts of attributes and fields', () => {
  expect(settingReaders.epochs('12')).toEqual({ epochs: 12 });
  expect(settingReaders.imageSize('')).toEqual({ imageSize: null });
  expect(settingReaders.imageSize('32')).toEqual({ imageSize: 32 });
  expect(settingReaders.augmentation('off')).toEqual({ augmentation: false });
  expect(settingReaders.device('cpu')).toEqual({ device: 'cpu' });
});

it('takes nothing that makes no sense', () => {
  const wrong = [
    settingReaders.epochs('0'),
    settingReaders.epochs('1.5'),
    settingReaders.epochs(''),
    settingReaders.learningRate('fast'),
    settingReaders.batchSize('-1'),
    settingReaders.imageSize('2'),
    settingReaders.augmentation('yes'),
    settingReaders.device('gpu'),
  ];
  expect(wrong).toEqual(wrong.map(() => null));
});

it('gives texts that it reads', () => {
  for (const name of Object.keys(settingReaders) as (keyof typeof settingReaders)[]) {
    expect(settingReaders[name](settingText(name, defaultSettings))).toEqual({ [name]: defaultSettings[name] });
  }
});
