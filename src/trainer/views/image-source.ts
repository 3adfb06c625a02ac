import { filesOfInput, type LabeledImageFile } from '../../browser/index.ts';
import { type PickedFiles, pickedFiles } from '../picked-files.ts';
import type { Trainer } from '../trainer.ts';
import { element } from './element.ts';
import { fileButton, IMAGES } from './file-button.ts';
import type { PredictedImage, PredictionSource } from './prediction-source.ts';
import { thumbnail } from './thumbnail.ts';

/** More pictures than this are not kept at hand. */
const MOST = 24;

/** Image files as what is predicted. */
export interface ImageSource extends PredictionSource {
  /** Takes files instead of those that it has. */
  take(picked: PickedFiles): void;
}

/** Image files: the first is predicted, the others by choosing them. */
export function imageSource(trainer: Trainer, show: (image: PredictedImage | null) => void): ImageSource {
  let current: PredictedImage | null = null;
  const large = element('div', { class: 'large' });
  const others = element('ul', { class: 'thumbnails', 'aria-label': 'Images to predict' });
  const choose = ({ path, file }: LabeledImageFile, of: HTMLElement) => {
    current = file;
    const picture = thumbnail({ source: file });
    if (picture instanceof HTMLImageElement) picture.alt = path;
    large.replaceChildren(picture, element('span', { class: 'quiet' }, path));
    for (const each of others.querySelectorAll('button')) each.setAttribute('aria-pressed', String(each === of));
    show(file);
  };
  const take = ({ images }: PickedFiles) => {
    if (images.length === 0) return trainer.inform('None of these files is an image that can be read here.');
    const buttons = images.slice(0, MOST).map((file) => {
      const picture = element(
        'button',
        { type: 'button', 'aria-label': file.path, title: file.path, onclick: () => choose(file, picture) },
        thumbnail({ source: file.file }),
      );
      return picture;
    });
    others.replaceChildren(...buttons.map((each) => element('li', {}, each)));
    others.hidden = buttons.length < 2;
    buttons[0]?.click();
  };
  const drop = element(
    'div',
    { class: 'drop-images' },
    large,
    element('p', { class: 'quiet' }, 'Drop images here, or'),
    fileButton({
      label: 'Choose images',
      accept: IMAGES,
      onFiles: (files) =>
        void trainer.attempt(async () => take(await pickedFiles((options) => filesOfInput(files, options)))),
    }),
  );
  const root = element('div', { class: 'source' }, drop, others);
  others.hidden = true;
  return {
    label: 'Images',
    hint: 'Choose an image.',
    root,
    open: () => show(current),
    close: () => {},
    take,
  };
}
