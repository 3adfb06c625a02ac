import type { Run } from '../../../src/nn/callbacks/callback.ts';
import type { Model } from '../../../src/nn/models/model.ts';
import type { WeightArray } from '../../../src/nn/models/weight-array.ts';
import type { LearningRate } from '../../../src/nn/schedules/schedules.ts';
import type { Logs } from '../../../src/nn/training/logs.ts';

/** A run whose model has one weight, which a test sets to the number of the epoch, and a learning rate. */
export class FakeRun implements Run {
  readonly params: Run['params'];
  isStopped = false;
  weight = 0;
  /** What `readLogs` gives. */
  logs: Logs = {};
  readonly optimizer: { learningRate: LearningRate } = { learningRate: 0.1 };

  constructor(params: Run['params'] = { epochs: 100, steps: 10 }) {
    this.params = params;
  }

  get model(): Model {
    return {
      compiled: { optimizer: this.optimizer },
      getWeights: async () => [{ name: 'dense/bias', shape: [1], data: Float32Array.of(this.weight) }],
      setWeights: ([weight]: readonly WeightArray[]) => {
        this.weight = weight?.data[0];
      },
    } as unknown as Model;
  }

  stopTraining(): void {
    this.isStopped = true;
  }

  async readLogs(): Promise<Logs> {
    return this.logs;
  }
}
