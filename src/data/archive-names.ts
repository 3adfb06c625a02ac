/** Endings of the names of archives that image data sets are read from. */
export const ARCHIVE_EXTENSIONS: readonly string[] = ['.zip', '.tar', '.tar.gz', '.tgz'];

const extensionOf = (name: string): string | undefined =>
  ARCHIVE_EXTENSIONS.find((extension) => name.toLowerCase().endsWith(extension));

/** Whether a file name has one of the {@link ARCHIVE_EXTENSIONS}; upper case counts too. */
export const isArchiveName = (name: string): boolean => extensionOf(name) !== undefined;

/** A file name without its archive's ending: `photos.tar.gz` is `photos`. */
export const withoutArchiveExtension = (name: string): string =>
  name.slice(0, name.length - (extensionOf(name)?.length ?? 0));
