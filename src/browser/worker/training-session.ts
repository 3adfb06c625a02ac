import type { CpuModule } from '../../engine/cpu/open-cpu-device.ts';
import { encodeSafetensorsModel } from '../../formats/safetensors-model.ts';
import type { Callback } from '../../nn/callbacks/callback.ts';
import { EarlyStopping } from '../../nn/callbacks/early-stopping.ts';
import { ModelCheckpointBase } from '../../nn/callbacks/model-checkpoint-base.ts';
import { ReduceLROnPlateau } from '../../nn/callbacks/reduce-lr-on-plateau.ts';
import { storedWith } from '../../nn/models/loaded-model.ts';
import type { Model } from '../../nn/models/model.ts';
import { modelFromPortable } from '../../nn/models/portable-model.ts';
import { progressToStored } from '../../nn/models/stored-model.ts';
import { compileFromPortable } from '../../nn/training/portable-compile.ts';
import type { DeviceSettings, OpenedDevice } from '../open-device.ts';
import { Deferred } from './deferred.ts';
import { Inquiry } from './inquiry.ts';
import type { PageMessage, Port, WorkerMessage } from './messages.ts';
import { errorToPortable } from './portable-error.ts';
import { ProgressReport, weightMemory } from './progress-report.ts';
import { RunControl } from './run-control.ts';
import type { TrainingJob, WorkerCheckpoint } from './training-job.ts';
import { type OpenImages, WorkerData } from './worker-data.ts';

/** What a training needs of the place where it runs. */
export interface TrainingHost {
  openDevice(settings: DeviceSettings, cpuModule: (shared: boolean) => Promise<CpuModule>): Promise<OpenedDevice>;
  readonly openImages: OpenImages;
  /** Writes a file that is kept with the site: `opfs://…` or `indexeddb://…`. */
  writeStore(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** The worker's side of a training: takes the job, trains, and tells the page. One worker trains once. */
export class TrainingSession {
  readonly #port: Port<WorkerMessage>;
  readonly #host: TrainingHost;
  readonly #inquiry: Inquiry;
  readonly #control: RunControl;
  /** Resolves when the model is on its device. */
  readonly #compiled = new Deferred<Model>();

  constructor(port: Port<WorkerMessage>, host: TrainingHost) {
    this.#port = port;
    this.#host = host;
    this.#inquiry = new Inquiry(port);
    this.#control = new RunControl((type) => port.postMessage({ type }));
    this.#compiled.promise.catch(() => {});
    port.postMessage({ type: 'loaded' });
  }

  /** Takes a message of the page. */
  receive(message: PageMessage): void {
    switch (message.type) {
      case 'hello':
        this.#port.postMessage({ type: 'loaded' });
        return;
      case 'start':
        void this.#run(message.job);
        return;
      case 'pause':
        this.#control.pause();
        return;
      case 'resume':
        this.#control.resume();
        return;
      case 'stop':
        this.#control.stop(message.immediately);
        return;
      case 'snapshot':
        void this.#snapshot(message.id);
        return;
      case 'answer':
        this.#inquiry.receive(message.id, message.answer);
        return;
    }
  }

  async #run(job: TrainingJob): Promise<void> {
    let ending: WorkerMessage;
    let memory: ArrayBuffer[] = [];
    try {
      const finished = await this.#train(job);
      memory = weightMemory(finished.progress);
      ending = { type: 'finished', ...finished };
    } catch (error) {
      this.#compiled.reject(error);
      ending = { type: 'failed', error: errorToPortable(error) };
    }
    this.#port.postMessage(ending, memory);
  }

  async #train(job: TrainingJob) {
    const opened = await this.#host.openDevice(job.device, (shared) => this.#inquiry.module(shared));
    const { device, fallback } = opened;
    try {
      this.#port.postMessage({ type: 'ready', device: { kind: device.kind, ...device.info, fallback } });
      const model = modelFromPortable(job.model);
      const compile = compileFromPortable(job.compile);
      model.compile({ ...compile, device });
      this.#compiled.resolve(model);
      const data = new WorkerData(this.#inquiry, this.#host.openImages);
      const { epoch, history } = await model.fit(data.open(job.data), {
        ...job.fit,
        ...(job.validationData && { validationData: data.open(job.validationData) }),
        callbacks: this.#callbacks(job),
      });
      const record = { epoch, history, stopped: this.#control.isStopped };
      return { record, progress: await progressToStored(model) };
    } finally {
      // Threads end with the worker, which the page ends now. Chromium keeps a worker whose own worker is ended just
      // before it.
      if (device.kind === 'webgpu') device.dispose();
    }
  }

  /** The report comes last but one: what it tells of has been saved. Then is the time to pause. */
  #callbacks({ earlyStopping, reduceLROnPlateau, checkpoint }: TrainingJob): Callback[] {
    return [
      ...(earlyStopping === null ? [] : [new EarlyStopping(earlyStopping)]),
      ...(reduceLROnPlateau === null ? [] : [new ReduceLROnPlateau(reduceLROnPlateau)]),
      ...(checkpoint === null ? [] : [this.#checkpoint(checkpoint)]),
      new ProgressReport(this.#port),
      this.#control,
    ];
  }

  #checkpoint({ to, preprocessing, ...options }: WorkerCheckpoint): Callback {
    return new ModelCheckpointBase(
      to,
      async (model, url, { weightsOnly }) => {
        const stored = await storedWith(model, preprocessing);
        await this.#host.writeStore(url, encodeSafetensorsModel(stored, { weightsOnly }));
      },
      options,
    );
  }

  async #snapshot(id: number): Promise<void> {
    try {
      const progress = await progressToStored(await this.#compiled.promise);
      this.#port.postMessage({ type: 'snapshot', id, progress }, weightMemory(progress));
    } catch (error) {
      this.#port.postMessage({ type: 'snapshotFailed', id, error: errorToPortable(error) });
    }
  }
}
