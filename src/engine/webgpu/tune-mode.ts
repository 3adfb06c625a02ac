import type { TuningRecord } from './variant-choice.ts';

/**
 * `'off'`: each call runs in the form that its op prefers. `'quick'`: forms are measured for a few seconds in all, the
 * calls with the most arithmetic first. `'full'`: every form of every call is measured.
 */
export type TuneMode = 'off' | 'quick' | 'full';

export const TUNE_MODES: readonly TuneMode[] = ['off', 'quick', 'full'];

/** Keeps what was measured between runs: in a file, or in a browser's storage. */
export interface TuningStore {
  /** What is known of this adapter; null when nothing is. */
  load(): Promise<TuningRecord | null>;
  save(record: TuningRecord): Promise<void>;
}
