import { checkOptionNames } from '../options.ts';
import type { Callback } from './callback.ts';

const HOOKS = [
  'onTrainBegin',
  'onTrainEnd',
  'onEpochBegin',
  'onEpochEnd',
  'onTrainBatchBegin',
  'onTrainBatchEnd',
  'onTestBegin',
  'onTestEnd',
  'onTestBatchEnd',
] as const satisfies readonly (keyof Callback)[];

/**
 * A callback of functions. A plain object with these hooks is one as well; here misspelled names are refused.
 * https://keras.io/api/callbacks/lambda_callback/
 */
export class LambdaCallback implements Callback {
  readonly onTrainBegin?: NonNullable<Callback['onTrainBegin']>;
  readonly onTrainEnd?: NonNullable<Callback['onTrainEnd']>;
  readonly onEpochBegin?: NonNullable<Callback['onEpochBegin']>;
  readonly onEpochEnd?: NonNullable<Callback['onEpochEnd']>;
  readonly onTrainBatchBegin?: NonNullable<Callback['onTrainBatchBegin']>;
  readonly onTrainBatchEnd?: NonNullable<Callback['onTrainBatchEnd']>;
  readonly onTestBegin?: NonNullable<Callback['onTestBegin']>;
  readonly onTestEnd?: NonNullable<Callback['onTestEnd']>;
  readonly onTestBatchEnd?: NonNullable<Callback['onTestBatchEnd']>;

  /** @throws ValueError for names that are no hooks. */
  constructor(hooks: Callback) {
    checkOptionNames('LambdaCallback', hooks, HOOKS);
    Object.assign(this, hooks);
  }
}
