import { filesOfDrop } from '../../browser/index.ts';
import { modelFilesOf } from '../model-files.ts';
import { type PickedFiles, pickedFiles } from '../picked-files.ts';
import type { Trainer } from '../trainer.ts';

/**
 * Makes an element take files and folders that are dropped on it; it has the attribute `data-over` meanwhile. A model is
 * opened wherever it is dropped.
 */
export function dropTarget(trainer: Trainer, target: HTMLElement, onImages: (picked: PickedFiles) => void): void {
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
  const isOver = (is: boolean) => target.toggleAttribute('data-over', is);
  target.addEventListener('dragover', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    isOver(true);
  });
  target.addEventListener('dragleave', (event) => {
    if (!target.contains(event.relatedTarget as Node | null)) isOver(false);
  });
  target.addEventListener('drop', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    isOver(false);
    const transfer = event.dataTransfer as DataTransfer;
    const model = modelFilesOf([...transfer.files]);
    const [first] = model;
    void trainer.attempt(async () => {
      if (first !== undefined) await trainer.loadModel(model.length === 1 ? first : model, first.name);
      else onImages(await pickedFiles((options) => filesOfDrop(transfer, options)));
    });
  });
}
