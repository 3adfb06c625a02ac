import type { DeviceChoice } from '../browser/index.ts';

/** The attributes of `<cnn-trainer>` as properties: setting one sets the attribute, null removes it. */
export abstract class TrainerAttributes extends HTMLElement {
  /** `digits`, or the URL of images: an archive of class folders, or a list in JSON. */
  get dataSrc(): string | null {
    return this.getAttribute('data-src');
  }
  set dataSrc(source: string | null) {
    this.#reflect('data-src', source);
  }

  /** The URL of a model to open. */
  get modelSrc(): string | null {
    return this.getAttribute('model-src');
  }
  set modelSrc(source: string | null) {
    this.#reflect('model-src', source);
  }

  /** Passes over the training images; null for the default. */
  get epochs(): number | null {
    return this.#number('epochs');
  }
  set epochs(epochs: number | null) {
    this.#reflect('epochs', epochs);
  }

  /** Images in a step; null for the default. */
  get batchSize(): number | null {
    return this.#number('batch-size');
  }
  set batchSize(size: number | null) {
    this.#reflect('batch-size', size);
  }

  /** Of the first step; it falls to a tenth in the last. Null for the default. */
  get learningRate(): number | null {
    return this.#number('learning-rate');
  }
  set learningRate(rate: number | null) {
    this.#reflect('learning-rate', rate);
  }

  /** Side of the square that images are resized to, in pixels; null chooses it by the images. */
  get imageSize(): number | null {
    return this.#number('image-size');
  }
  set imageSize(side: number | null) {
    this.#reflect('image-size', side);
  }

  /** Whether images are moved, turned and zoomed a little in training; `auto`, or null, does so where they are few. */
  get augmentation(): 'auto' | 'on' | 'off' | null {
    return this.getAttribute('augmentation') as 'auto' | 'on' | 'off' | null;
  }
  set augmentation(choice: 'auto' | 'on' | 'off' | null) {
    this.#reflect('augmentation', choice);
  }

  /** Where to compute; null for `auto`. */
  get device(): DeviceChoice | null {
    return this.getAttribute('device') as DeviceChoice | null;
  }
  set device(choice: DeviceChoice | null) {
    this.#reflect('device', choice);
  }

  /** The name by which the best model is kept in the browser; null for the element's `id`, or `model`. */
  get keepAs(): string | null {
    return this.getAttribute('keep-as');
  }
  set keepAs(name: string | null) {
    this.#reflect('keep-as', name);
  }

  /** Null for what the reader prefers. */
  get theme(): 'light' | 'dark' | null {
    return this.getAttribute('theme') as 'light' | 'dark' | null;
  }
  set theme(theme: 'light' | 'dark' | null) {
    this.#reflect('theme', theme);
  }

  #number(name: string): number | null {
    const text = this.getAttribute(name);
    return text === null ? null : Number(text);
  }

  #reflect(name: string, value: string | number | null): void {
    if (value === null) this.removeAttribute(name);
    else this.setAttribute(name, String(value));
  }
}
