const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is missing.',
  EBUSY: 'another program is using it.',
  EDQUOT: 'your disk quota is used up.',
  EEXIST: 'something else has that name.',
  EFBIG: 'the file would exceed the size limit of this file system or user (see ulimit -f).',
  EIO: 'the disk reports an error.',
  EISDIR: 'it is a folder.',
  ELOOP: 'its links form a loop.',
  EMFILE: 'too many files are open.',
  ENAMETOOLONG: 'the name is too long.',
  ENOENT: 'it, or the folder it is in, does not exist.',
  ENOSPC: 'the disk is full.',
  ENOTDIR: 'a part of the path is a file, not a folder.',
  EPERM: 'the operating system does not permit it.',
  EROFS: 'the disk is read-only.',
};

/** The `code` that Node gives an error of the operating system, such as `ENOSPC`; undefined for other errors. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Why an operation of the operating system failed, as the second half of a sentence for people. */
export function errorReason(error: unknown): string {
  const code = errorCode(error);
  if (code !== undefined && Object.hasOwn(REASONS, code)) return REASONS[code];
  return error instanceof Error ? error.message : String(error);
}
