import type { LabeledImageFile } from '../browser/index.ts';
import { ConfigError } from '../errors.ts';
import type { Logs, RawImage } from '../index.ts';
import type { ClassScore } from './classifier.ts';
import css from './trainer.css?raw';
import { type DownloadFormat, Trainer, type TrainOptions } from './trainer.ts';
import { TrainerAttributes } from './trainer-attributes.ts';
import { defaultSettings, type SettingName, settingRanges, settingReaders } from './training-settings.ts';
import { dataSection } from './views/data-section.ts';
import { dropTarget } from './views/drop-target.ts';
import { element } from './views/element.ts';
import { modelSection } from './views/model-section.ts';
import { noticeView } from './views/notice-view.ts';
import { predictionSection } from './views/prediction-section.ts';
import type { Section } from './views/section.ts';
import { trainingSection } from './views/training-section.ts';

/** The details of the element's events. All of them bubble, out of shadow trees too. */
export interface CnnTrainerEvents {
  /** A training has begun. */
  readonly 'cnn-train-start': null;
  /** An epoch is done; counted from 1. */
  readonly 'cnn-train-epoch': { readonly epoch: number; readonly logs: Logs };
  /** A training is finished or was stopped; `history` has the figures of each epoch by name. */
  readonly 'cnn-train-end': {
    readonly stopped: boolean;
    readonly history: Readonly<Record<string, readonly number[]>>;
  };
  /** There is a model to predict with, or it has new weights. */
  readonly 'cnn-model': { readonly classNames: readonly string[] };
  /** Something went wrong; the element shows it. */
  readonly 'cnn-error': { readonly message: string };
}

/** Attributes that are settings of the training. */
const SETTINGS: Readonly<Record<string, SettingName>> = {
  epochs: 'epochs',
  'batch-size': 'batchSize',
  'learning-rate': 'learningRate',
  'image-size': 'imageSize',
  augmentation: 'augmentation',
  device: 'device',
};

let sheet: CSSStyleSheet | null = null;

/**
 * `<cnn-trainer>`: collects images into classes, trains a network on them in a worker, predicts, and gives the model away.
 *
 * | attribute | |
 * | --- | --- |
 * | `data-src` | `digits`, or the URL of an archive (zip, tar, tar.gz) of class folders or of a list of images in JSON |
 * | `model-src` | URL of a model to open |
 * | `epochs`, `batch-size`, `learning-rate`, `image-size` | settings; numbers |
 * | `augmentation` | `on` moves, turns and zooms images a little in training, `off` does not; default where they are few |
 * | `device` | `auto`, `webgpu`, `cpu` |
 * | `keep-as` | the name by which the best model is kept in the browser; default the element's `id`, or `model` |
 * | `theme` | `light` or `dark`; default as the reader prefers |
 *
 * Each is a property, too (`dataSrc`, `batchSize`). Colors, font and radius are the custom properties `--cnn-…` (see the style sheet); parts are `section`, `class`, `button`,
 * `progress`, `status`, `curves`, `pad`, `verdict`, `scores` and `notice`. Events: {@link CnnTrainerEvents}.
 */
export class CnnTrainer extends TrainerAttributes {
  static readonly observedAttributes = [...Object.keys(SETTINGS), 'data-src', 'model-src', 'keep-as', 'id'];
  readonly #trainer = new Trainer();
  #sections: readonly Section[] = [];

  constructor() {
    super();
    this.attachShadow({ mode: 'open' });
    this.#tellEvents();
  }

  connectedCallback(): void {
    if (this.#sections.length > 0) return;
    const root = this.shadowRoot as ShadowRoot;
    sheet ??= styleSheet();
    root.adoptedStyleSheets = [sheet];
    const training = trainingSection(this.#trainer);
    const others = [training, predictionSection(this.#trainer), modelSection(this.#trainer)];
    const data = dataSection(this.#trainer, () => training.root.focus());
    this.#sections = [data, ...others];
    const columns = [[data], others].map((column) =>
      element('div', { class: 'column' }, ...column.map((section) => section.root)),
    );
    const whole = element(
      'div',
      { class: 'trainer' },
      noticeView(this.#trainer),
      element('div', { class: 'columns' }, ...columns),
    );
    dropTarget(this.#trainer, whole, (picked) => this.#trainer.addFiles(picked));
    root.append(whole);
    this.#keepAs();
  }

  /** Ends worker, camera and device, unless the element was only moved. */
  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      for (const section of this.#sections) section.release();
      this.#trainer.release();
    });
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now) return;
    const setting = SETTINGS[name];
    if (setting !== undefined) this.#configure(name, setting, now);
    else if (name === 'data-src' && now !== null) void this.#trainer.attempt(() => this.#trainer.loadData(now));
    else if (name === 'model-src' && now !== null) void this.#trainer.attempt(() => this.loadModel(now));
    else if (name === 'keep-as' || name === 'id') this.#keepAs();
  }

  /** The classes' names, in their order. */
  get classNames(): readonly string[] {
    return this.#trainer.classes.list.map(({ name }) => name);
  }

  /** Whether a training is under way. */
  get isTraining(): boolean {
    return this.#trainer.run?.isRunning ?? false;
  }

  /** Adds images by their paths: `cats/1.png` is of the class "cats", which is made where it is not there yet. */
  addFiles(files: readonly LabeledImageFile[]): void {
    this.#trainer.addFiles({ images: files, others: [] });
  }

  /**
   * Replaces all images by a data set, as the attribute `data-src` does.
   *
   * @throws DataError, FormatError when it cannot be had or read.
   */
  loadData(source: string): Promise<void> {
    return this.#trainer.loadData(source);
  }

  /**
   * Opens a model: a URL, a file, or the files of a TensorFlow.js model.
   *
   * @throws DataError when it cannot be read; FormatError when it is damaged or no classifier of images.
   */
  loadModel(source: string | File | readonly File[]): Promise<void> {
    const file = source instanceof File ? source : typeof source === 'string' ? null : source[0];
    const name =
      file?.name ??
      String(source)
        .replace(/[?#].*$/, '')
        .split('/')
        .at(-1);
    return this.#trainer.loadModel(source, name || 'model');
  }

  /**
   * Trains a new model on the images, or with `{ further: true }` the one that is here, as the buttons do. Resolves when
   * it is finished or was stopped.
   *
   * @throws CnnGpuError when it cannot begin, or fails.
   */
  train(options: TrainOptions = {}): Promise<void> {
    return this.#trainer.train(options);
  }

  /** Rests after the batch under way. */
  pause(): void {
    this.#trainer.run?.pause();
  }

  /** Goes on after `pause`. */
  resume(): void {
    this.#trainer.run?.resume();
  }

  /** Ends the training after the batch under way. */
  stop(): void {
    this.#trainer.run?.stop();
  }

  /**
   * The probability of each class, for an image file or pixels.
   *
   * @throws NotCompiledError while there is no model; DataError for what is no image.
   */
  predict(image: Blob | RawImage): Promise<readonly ClassScore[]> {
    return this.#trainer.predict(image);
  }

  /**
   * The model as a file, `.safetensors` by default.
   *
   * @throws NotCompiledError while there is no model.
   */
  modelFile(format: DownloadFormat = 'safetensors'): Promise<File> {
    return this.#trainer.modelFile(format);
  }

  #configure(name: string, setting: SettingName, text: string | null): void {
    const read = text === null ? { [setting]: defaultSettings[setting] } : settingReaders[setting](text);
    if (read !== null) this.#trainer.configure(read);
    else
      this.#trainer.fail(
        new ConfigError(`<cnn-trainer>: the attribute ${name}="${text}" must be ${settingRanges[setting]}.`),
      );
  }

  #keepAs(): void {
    if (!this.isConnected) return;
    const name = (this.getAttribute('keep-as') || this.id || 'model').replaceAll(/[^\w-]/g, '-');
    void this.#trainer.keepAs(name);
  }

  #tellEvents(): void {
    const trainer = this.#trainer;
    const tell = <Name extends keyof CnnTrainerEvents>(name: Name, detail: CnnTrainerEvents[Name]) =>
      this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
    trainer.addEventListener('start', () => tell('cnn-train-start', null));
    trainer.addEventListener('epoch', () => {
      const { epoch, logs } = trainer.run?.progress ?? { epoch: 0, logs: {} };
      tell('cnn-train-epoch', { epoch, logs });
    });
    trainer.addEventListener('end', () => {
      const { state, history } = trainer.run?.progress ?? { state: 'stopped', history: {} };
      tell('cnn-train-end', { stopped: state === 'stopped', history });
    });
    trainer.addEventListener('model', () => {
      tell('cnn-model', { classNames: trainer.classifier?.preprocessing.classNames ?? [] });
    });
    trainer.addEventListener('notice', () => {
      if (trainer.notice?.kind === 'error') tell('cnn-error', { message: trainer.notice.text });
    });
  }
}

/** One style sheet for all elements of a page; made by script, which a strict content policy allows. */
function styleSheet(): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

declare global {
  interface HTMLElementTagNameMap {
    'cnn-trainer': CnnTrainer;
  }
}
