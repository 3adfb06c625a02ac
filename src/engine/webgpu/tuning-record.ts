import type { TuningRecord } from './variant-choice.ts';

/** What a store kept, as a record; null unless it is one. Names in it that no op knows do no harm. */
export function tuningRecord(kept: unknown): TuningRecord | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const { chosen, refused } = kept as Partial<TuningRecord>;
  const isRecord =
    typeof chosen === 'object' &&
    chosen !== null &&
    Object.values(chosen).every((form) => typeof form === 'string') &&
    Array.isArray(refused) &&
    refused.every((form) => typeof form === 'string');
  return isRecord ? { chosen, refused } : null;
}
