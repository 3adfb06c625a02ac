/** Why the browser's storage refused something, as the second half of a sentence for people. */
export async function storageProblem(cause: unknown): Promise<string> {
  const name = cause instanceof Error ? cause.name : '';
  switch (name) {
    case 'QuotaExceededError':
      return `the storage that the browser gives this site is full${await usage()}. Make room with removeModel, or save to downloads:// instead.`;
    case 'SecurityError':
    case 'InvalidStateError':
      return 'the browser gives this page no storage, as in private windows and where site data is blocked.';
    case 'NoModificationAllowedError':
      return 'something else in this site is writing it now. Try again when that is done.';
    case 'TypeMismatchError':
      return 'a folder has that name, or a file the name of a folder.';
    default:
      return cause instanceof Error ? cause.message : String(cause);
  }
}

async function usage(): Promise<string> {
  const { usage: used, quota } = await (navigator.storage?.estimate() ?? Promise.resolve({})).catch(
    (): StorageEstimate => ({}),
  );
  if (used === undefined || quota === undefined) return '';
  return ` (${megabytes(used)} of ${megabytes(quota)} MB are used)`;
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);

/** Bytes that share no buffer with others, as storage takes them: it would copy the whole buffer, and refuses shared ones. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return isOwn ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}
