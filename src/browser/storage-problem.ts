import { reasonOf } from './reason-of.ts';

/**
 * Why the browser's storage refused something, as the second half of a sentence for people.
 *
 * @param needed the bytes that were to be written. Chromium can break off a write for which there is no room without saying
 * that this is why.
 */
export async function storageProblem(cause: unknown, needed = 0): Promise<string> {
  const { usage, quota } = await (navigator.storage?.estimate() ?? Promise.resolve({})).catch(
    (): StorageEstimate => ({}),
  );
  const isKnown = usage !== undefined && quota !== undefined;
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'QuotaExceededError' || (isKnown && quota - usage < needed)) {
    const used = isKnown ? ` (${megabytes(usage)} of ${megabytes(quota)} MB are used)` : '';
    return `the storage that the browser gives this site is full${used}. Make room with removeModel, or save to downloads:// instead.`;
  }
  return REASONS[name] ?? reasonOf(cause);
}

const BLOCKED = 'the browser gives this page no storage, as in private windows and where site data is blocked.';

/** By the names of exceptions. */
const REASONS: Readonly<Record<string, string | undefined>> = {
  SecurityError: BLOCKED,
  InvalidStateError: BLOCKED,
  NoModificationAllowedError: 'something else in this site is writing it now. Try again when that is done.',
  TypeMismatchError: 'a folder has that name, or a file the name of a folder.',
};

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
