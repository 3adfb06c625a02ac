import type { DownloadFormat, Trainer } from '../trainer.ts';
import { button, element, freshId } from './element.ts';
import { fileButton } from './file-button.ts';
import { type Section, section } from './section.ts';

const FORMATS: Readonly<Record<DownloadFormat, string>> = {
  safetensors: 'cnn-gpu (.safetensors)',
  keras: 'Keras 3 (.keras)',
  h5: 'Keras 2 and 3 (.h5)',
  tfjs: 'TensorFlow.js (.zip)',
};

/** Downloads, opens and restores models. */
export function modelSection(trainer: Trainer): Section {
  const id = freshId();
  const format = element(
    'select',
    { id },
    ...Object.entries(FORMATS).map(([value, label]) => element('option', { value }, label)),
  );
  const download = button('Download', {
    class: 'primary',
    onclick: () => void trainer.attempt(async () => save(await trainer.modelFile(format.value as DownloadFormat))),
  });
  const open = fileButton({
    label: 'Open a model',
    accept: '.safetensors,.keras,.h5,.hdf5,.json,.bin,.zip',
    onFiles: (files) => {
      const [first] = files;
      if (first === undefined) return;
      void trainer.attempt(() => trainer.loadModel(files.length === 1 ? first : files, first.name));
    },
  });
  const restore = button('Restore the last model', { onclick: () => void trainer.attempt(() => trainer.restore()) });
  const about = element('p', { class: 'status' });
  const label = element('label', { for: id, class: 'hidden' }, 'Format of the file');
  const { root, body } = section('Model', 4);
  body.append(
    about,
    element('div', { class: 'tools' }, element('span', { class: 'joined' }, label, format, download), open, restore),
  );
  const update = () => {
    const { classifier, kept, modelName } = trainer;
    download.disabled = format.disabled = classifier === null;
    // What has just been trained is what is kept.
    restore.hidden = kept === null || trainer.isJustTrained;
    if (kept !== null) restore.title = `Kept in this browser on ${kept.modified.toLocaleString()}`;
    if (classifier === null) {
      about.textContent = 'There is none yet. Train one, or open a file.';
      return;
    }
    const { classNames, imageSize, colorMode } = classifier.preprocessing;
    const form = `${imageSize.join('×')} ${colorMode === 'grayscale' ? 'gray' : 'color'}`;
    const isKept = trainer.isJustTrained && kept !== null;
    about.textContent = `${modelName}: ${form} images, ${classNames.length} classes.${isKept ? ' Kept in this browser, too.' : ''}`;
  };
  trainer.addEventListener('model', update);
  trainer.addEventListener('kept', update);
  update();
  return { root, release: () => {} };
}

function save(file: File): void {
  const url = URL.createObjectURL(file);
  element('a', { href: url, download: file.name }).click();
  // The browser has not read it yet when click returns.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
