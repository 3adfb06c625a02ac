import { loadModel, modelFile } from '../browser/index.ts';
import { DataError, NotCompiledError } from '../errors.ts';
import type { RawImage } from '../index.ts';
import { withoutAugmentation } from './augmented-model.ts';
import { Classifier, type ClassScore } from './classifier.ts';
import { counted, listed } from './counted.ts';
import { groupFiles } from './group-files.ts';
import { type ImageClass, ImageClasses } from './image-classes.ts';
import { type KeptModel, keepAt, keptModel } from './kept-models.ts';
import { loadData } from './load-data.ts';
import { messageOf } from './message-of.ts';
import type { PickedFiles } from './picked-files.ts';
import { TrainingRun } from './training-run.ts';
import { defaultSettings, type TrainingSettings } from './training-settings.ts';

/** Something to tell: progress of loading, what was left out, or what went wrong. */
export interface Notice {
  readonly kind: 'info' | 'error';
  readonly text: string;
  /** Takes back what it tells of; nothing may have changed since. */
  readonly undo?: () => void;
}

/** How a training begins. */
export interface TrainOptions {
  /** Whether the model that is here learns further, rather than a new one; default false. */
  readonly further?: boolean;
}

/** Formats that a model is downloaded in. */
export type DownloadFormat = 'safetensors' | 'keras' | 'h5' | 'tfjs';

const FILE_NAMES: Readonly<Record<DownloadFormat, string>> = {
  safetensors: 'model.safetensors',
  keras: 'model.keras',
  h5: 'model.h5',
  tfjs: 'model-tfjs.zip',
};

/**
 * What a `<cnn-trainer>` shows, without any of its views: classes, settings, the run under way, the model. Events:
 * `settings`, `start`, `run` (each figure), `epoch`, `end`, `model`, `kept` and `notice`; `classes` tells of its own changes.
 */
export class Trainer extends EventTarget {
  readonly classes = new ImageClasses();
  #settings: TrainingSettings = defaultSettings;
  #run: TrainingRun | null = null;
  #classifier: Classifier | null = null;
  #modelName = '';
  #kept: KeptModel | null = null;
  #notice: Notice | null = null;
  #keptName = 'model';

  constructor() {
    super();
    this.classes.addEventListener('change', () => {
      if (this.#notice?.undo !== undefined) this.inform(null);
    });
  }

  get settings(): TrainingSettings {
    return this.#settings;
  }

  get run(): TrainingRun | null {
    return this.#run;
  }

  /** The model that predicts; null before there is one. */
  get classifier(): Classifier | null {
    return this.#classifier;
  }

  /** Where the model is from, for people. */
  get modelName(): string {
    return this.#modelName;
  }

  /** Whether the model is that of the training that was last begun here. */
  get isJustTrained(): boolean {
    return this.#classifier !== null && this.#classifier.model === this.#run?.trained?.model;
  }

  /** What an earlier training has left in the browser. */
  get kept(): KeptModel | null {
    return this.#kept;
  }

  get notice(): Notice | null {
    return this.#notice;
  }

  configure(settings: Partial<TrainingSettings>): void {
    this.#settings = { ...this.#settings, ...settings };
    this.#tell('settings');
  }

  /** Says what name the models of this trainer are kept by, and looks for one. */
  async keepAs(name: string): Promise<void> {
    this.#keptName = name;
    this.#kept = await keptModel(name);
    this.#tell('kept');
  }

  inform(text: string | null): void {
    this.#setNotice(text === null ? null : { kind: 'info', text });
  }

  /** Does something for a person: what goes wrong is told, not thrown. */
  async attempt(what: () => Promise<unknown> | unknown): Promise<void> {
    try {
      await what();
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error: unknown): void {
    this.#setNotice({ kind: 'error', text: messageOf(error) });
  }

  /** Adds images: to the classes that their folders name, others to `target`. Tells what is left out. */
  addFiles({ images, others }: PickedFiles, target?: ImageClass): void {
    const groups = groupFiles(images);
    this.classes.addGroups(groups, target);
    const { ignored } = groups;
    const texts = [
      ...(images.length === 0 ? ['None of these files is an image that can be read here.'] : []),
      ...(ignored.length === 0 ? [] : [`${counted(ignored.length, 'image')} for testing left out.`]),
      ...(images.length === 0 || others.length === 0
        ? []
        : [`${counted(others.length, 'other file')} left out: ${listed(others)}.`]),
    ];
    this.inform(texts.length === 0 ? null : texts.join(' '));
  }

  /** Removes a class, which a person can take back. */
  removeClass(own: ImageClass): void {
    const before = this.classes.snapshot();
    this.classes.remove(own);
    if (own.images.length > 0) this.#offerUndo(`The class "${own.name}" was removed.`, before);
  }

  /** Replaces all classes by a data set: `digits`, or a URL. See {@link loadData}. */
  async loadData(source: string): Promise<void> {
    const groups = await this.#informed('Loading the images …', () => loadData(source, (text) => this.inform(text)));
    const before = this.classes.snapshot();
    this.classes.clear();
    this.classes.addGroups(groups);
    if (before.some(({ images }) => images.length > 0)) this.#offerUndo('All images were replaced.', before);
  }

  /** Whether the model tells the classes that there are images of, in the same order, so that it may learn further. */
  get canTrainFurther(): boolean {
    if (this.#classifier === null) return false;
    const { model, preprocessing } = this.#classifier;
    const names = this.classes.list.map(({ name }) => name);
    // A model with one output, for yes or no, is trained in another form.
    return JSON.stringify(names) === JSON.stringify(preprocessing.classNames) && model.outputShape[0] === names.length;
  }

  /**
   * Trains a new model on the images, or the one that is here further. Resolves when it is finished or stopped.
   *
   * @throws CnnGpuError when it cannot begin or fails; the model of the last epoch that was done remains then.
   */
  async train({ further = false }: TrainOptions = {}): Promise<void> {
    if (this.#run?.isRunning) return;
    this.inform(null);
    const begun = further ? this.#required() : null;
    if (further && !this.canTrainFurther) {
      throw new DataError(
        `The model knows other classes than there are images of: ${begun?.preprocessing.classNames.join(', ')}. Train a new one.`,
      );
    }
    const run = new TrainingRun(this.classes.snapshot(), this.#settings, await keepAt(this.#keptName), begun);
    this.#run = run;
    run.addEventListener('change', () => this.#tell('run'));
    run.addEventListener('epoch', () => this.#takeEpoch(run));
    this.#tell('start');
    this.#tell('run');
    try {
      await run.start();
    } finally {
      await this.#takeTrained(run);
      await this.keepAs(this.#keptName);
    }
    this.#tell('end');
  }

  /** Opens a model: a URL, a file, or the files of a TensorFlow.js model. */
  async loadModel(source: string | File | readonly File[], name: string): Promise<void> {
    const loaded = await this.#informed('Loading the model …', () => loadModel(source));
    const model = withoutAugmentation(loaded.model);
    this.#setClassifier(Classifier.of({ ...loaded, model }, name, this.#settings.device), name);
  }

  /** Opens what an earlier training has left in the browser. */
  async restore(): Promise<void> {
    if (this.#kept !== null) await this.loadModel(this.#kept.url, 'Kept in this browser');
  }

  /**
   * The model as a file.
   *
   * @throws NotCompiledError before there is a model.
   */
  async modelFile(format: DownloadFormat): Promise<File> {
    const { model, preprocessing } = this.#required();
    return modelFile(model, FILE_NAMES[format], { preprocessing });
  }

  /** The probability of each class. */
  async predict(source: Blob | RawImage): Promise<readonly ClassScore[]> {
    const classifier = this.#required();
    try {
      return await classifier.scores(source);
    } catch (error) {
      // Another model took its place meanwhile, and its device.
      if (this.#classifier !== classifier) return this.predict(source);
      throw error;
    }
  }

  /** Ends what runs and gives the device back. Images and model remain. */
  release(): void {
    this.#run?.end();
    void this.#classifier?.dispose();
  }

  #required(): Classifier {
    if (this.#classifier !== null) return this.#classifier;
    throw new NotCompiledError('There is no model yet. Train one, or open a model file.');
  }

  /** The first epoch makes a model to predict with; later ones give it new weights. */
  #takeEpoch(run: TrainingRun): void {
    this.#tell('epoch');
    const { trained } = run;
    if (trained === null) return;
    if (this.#classifier?.model === trained.model) void this.#classifier.refresh();
    else
      this.#setClassifier(new Classifier(trained.model, trained.preprocessing, this.#settings.device), 'Just trained');
  }

  async #takeTrained(run: TrainingRun): Promise<void> {
    if (run.trained === null || this.#classifier?.model !== run.trained.model) return;
    await this.#classifier.refresh();
    this.#tell('model');
  }

  async #informed<T>(text: string, work: () => Promise<T>): Promise<T> {
    this.inform(text);
    try {
      return await work();
    } finally {
      this.inform(null);
    }
  }

  #setClassifier(classifier: Classifier, name: string): void {
    void this.#classifier?.dispose();
    this.#classifier = classifier;
    this.#modelName = name;
    this.#tell('model');
  }

  #offerUndo(text: string, before: readonly ImageClass[]): void {
    this.#setNotice({ kind: 'info', text, undo: () => this.classes.restore(before) });
  }

  #setNotice(notice: Notice | null): void {
    this.#notice = notice;
    this.#tell('notice');
  }

  #tell(what: string): void {
    this.dispatchEvent(new Event(what));
  }
}
