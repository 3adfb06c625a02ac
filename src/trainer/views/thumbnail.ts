import { toColorMode } from '../../data/raw-image.ts';
import type { RawImage } from '../../index.ts';
import type { LabeledImage } from '../image-classes.ts';
import { element } from './element.ts';

/** A small picture of an image; files are decoded by the browser when they come into view. */
export function thumbnail({ source }: Pick<LabeledImage, 'source'>): HTMLElement {
  if (!(source instanceof Blob)) return pixelCanvas(source);
  const url = URL.createObjectURL(source);
  const forget = () => URL.revokeObjectURL(url);
  const mark = () => {
    forget();
    picture.replaceWith(element('span', { class: 'unreadable', title: 'This image cannot be read.' }, '?'));
  };
  const picture = element('img', {
    src: url,
    alt: '',
    loading: 'lazy',
    draggable: 'false',
    onload: forget,
    onerror: mark,
  });
  return picture;
}

/** Pixels as they are, for CSS to enlarge. */
export function pixelCanvas(image: RawImage): HTMLCanvasElement {
  const { width, height } = image;
  const canvas = element('canvas', { width, height, class: 'pixels' });
  const { pixels } = toColorMode(image, 'rgba');
  canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
  return canvas;
}
