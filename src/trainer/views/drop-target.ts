import { filesOfDrop, type LabeledImageFile } from '../../browser/index.ts';

/** Makes an element take files and folders that are dropped on it; it has the attribute `data-over` meanwhile. */
export function dropTarget(
  target: HTMLElement,
  onFiles: (files: readonly LabeledImageFile[]) => void,
  onError: (error: unknown) => void,
) {
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  target.addEventListener('dragover', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    target.toggleAttribute('data-over', true);
  });
  target.addEventListener('dragleave', (event) => {
    if (!target.contains(event.relatedTarget as Node | null)) target.toggleAttribute('data-over', false);
  });
  target.addEventListener('drop', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    target.toggleAttribute('data-over', false);
    filesOfDrop(event.dataTransfer as DataTransfer).then(onFiles, onError);
  });
}
