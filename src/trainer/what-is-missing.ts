import type { ImageClass } from './image-classes.ts';

/** What must be done before these images can be trained on; null where nothing is missing. */
export function whatIsMissing(classes: readonly ImageClass[]): string | null {
  const filled = classes.filter(({ images }) => images.length > 0);
  if (filled.length === 0) return 'Training needs images of at least two classes.';
  if (filled.length === 1)
    return `Training needs images of at least two classes; so far there is "${filled[0]?.name}" alone.`;
  const empty = classes.find(({ images }) => images.length === 0);
  return empty === undefined ? null : `The class "${empty.name}" has no images yet. Add some, or remove the class.`;
}
