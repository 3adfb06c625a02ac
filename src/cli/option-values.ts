import { InvalidArgumentError } from 'commander';
import { DEVICE_CHOICES, type DeviceChoice } from '../node/index.ts';

/** Parses a whole number of at least 1. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('A whole number of at least 1 is expected.');
}

/** Parses a seed: a whole number from 0 to 2^32 - 1. */
export function seedValue(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value < 2 ** 32) return value;
  throw new InvalidArgumentError('A whole number from 0 to 4294967295 is expected.');
}

/** Parses the number of a port; 0 is for any that is free. */
export function portNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value < 2 ** 16) return value;
  throw new InvalidArgumentError('A port from 1 to 65535 is expected, or 0 for any that is free.');
}

/** Parses a number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('A number above 0 is expected.');
}

/** Parses a number between 0 and 1, both excluded. */
export function fraction(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value < 1) return value;
  throw new InvalidArgumentError('A number between 0 and 1 is expected, such as 0.2.');
}

/** Largest side of the images given to a model, in pixels. */
const MAX_SIDE = 4096;

/** Parses `N` or `HxW`: the height and width of images in pixels. */
export function imageSize(text: string): readonly [height: number, width: number] {
  const [, height = '', width = height] = /^(\d+)(?:[x×](\d+))?$/i.exec(text) ?? [];
  const size = [Number(height), Number(width)] as const;
  if (height !== '' && size.every((side) => side >= 1 && side <= MAX_SIDE)) return size;
  throw new InvalidArgumentError(`Pixels from 1 to ${MAX_SIDE} are expected, as 64 or 48x64 (height x width).`);
}

/** Parses `HxWxC`: the shape of an image, height, width and channels. */
export function imageShape(text: string): readonly [height: number, width: number, channels: number] {
  const sizes = /^(\d+)[x×](\d+)[x×](\d+)$/i.exec(text)?.slice(1).map(Number) ?? [];
  const [height = 0, width = 0, channels = 0] = sizes;
  if (sizes.every((size) => size >= 1 && size <= MAX_SIDE) && channels > 0) return [height, width, channels];
  throw new InvalidArgumentError('Height, width and channels are expected, as 100x100x3.');
}

/** Parses the name of a device, or the number of a GPU. */
export function deviceChoice(text: string): DeviceChoice | number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  if ((DEVICE_CHOICES as readonly string[]).includes(text)) return text as DeviceChoice;
  throw new InvalidArgumentError(`Allowed choices are ${DEVICE_CHOICES.join(', ')}, and numbers of GPUs.`);
}
