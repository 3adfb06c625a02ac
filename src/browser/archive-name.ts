/** Endings of the names of archives that are read. */
export const ARCHIVE_EXTENSIONS: readonly string[] = ['.zip', '.tar', '.tar.gz', '.tgz'];

/** Whether a file name has one of the {@link ARCHIVE_EXTENSIONS}; upper case counts too. */
export const isArchiveName = (name: string): boolean =>
  ARCHIVE_EXTENSIONS.some((extension) => name.toLowerCase().endsWith(extension));
