/** Endings of the file names that count as images; upper case counts too. */
export const IMAGE_EXTENSIONS: readonly string[] = ['.bmp', '.gif', '.jpeg', '.jpg', '.png'];

/** Whether a file name has one of the {@link IMAGE_EXTENSIONS}. */
export const isImageName = (name: string): boolean =>
  IMAGE_EXTENSIONS.some((extension) => name.toLowerCase().endsWith(extension));
