import { filesOfInput } from '../../browser/index.ts';
import type { ImageClass, LabeledImage } from '../image-classes.ts';
import { pickedFiles } from '../picked-files.ts';
import type { Trainer } from '../trainer.ts';
import { dropTarget } from './drop-target.ts';
import { button, element } from './element.ts';
import { fileButton, IMAGES } from './file-button.ts';
import { thumbnail } from './thumbnail.ts';

/** Thumbnails of a class that are shown at first, and how many more each time. */
const SHOWN = 9;
const MORE = 40;

/** A class: its name, its images, and how to add some. */
export interface ClassCard {
  readonly root: HTMLElement;
  /** Shows the class as it is now. */
  update(): void;
}

/** What the buttons of a card do that is not its own affair. */
export interface ClassCardActions {
  /** Opens the camera for the class. */
  onCamera(): void;
  onRemove(): void;
}

/** The card of a class. */
export function classCard(trainer: Trainer, own: ImageClass, { onCamera, onRemove }: ClassCardActions): ClassCard {
  let shown = SHOWN;
  const name = element('input', {
    class: 'class-name',
    'aria-label': 'Name of the class',
    spellcheck: 'false',
    onchange: () => trainer.classes.rename(own, name.value),
    onkeydown: (event: KeyboardEvent) => event.key === 'Enter' && name.blur(),
  });
  const count = element('span', {});
  const unit = element('span', { class: 'unit' });
  const images = element('ul', { class: 'thumbnails', 'aria-label': 'Images' });
  const addChosen = (files: readonly File[]) =>
    void trainer.attempt(async () =>
      trainer.addFiles(await pickedFiles((options) => filesOfInput(files, options)), own),
    );
  const adding = fileButton({ label: 'Add', accept: IMAGES, onFiles: addChosen, attributes: { class: 'plain' } });
  const add = adding.querySelector('button') as HTMLButtonElement;
  const remove = button('×', { class: 'plain remove', onclick: onRemove });
  const camera = button('Camera', { class: 'plain', onclick: onCamera });
  const root = element(
    'li',
    { class: 'card', part: 'class' },
    element('div', { class: 'card-head' }, name, remove),
    images,
    element('div', { class: 'card-actions' }, adding, camera, element('span', { class: 'quiet count' }, count, unit)),
  );
  dropTarget(trainer, root, (picked) => trainer.addFiles(picked, own));
  images.addEventListener('keydown', (event) => moveFocus(images, event));

  const shownThumbnails = new Map<LabeledImage, HTMLElement>();
  const thumbnailOf = (image: LabeledImage): HTMLElement => {
    const known = shownThumbnails.get(image);
    if (known) return known;
    const label = `Remove ${image.name}`;
    const discard = element(
      'button',
      { type: 'button', 'aria-label': label, title: label, tabindex: '-1' },
      thumbnail(image),
    );
    discard.addEventListener('click', () => {
      const next = discard.parentElement?.nextElementSibling ?? discard.parentElement?.previousElementSibling;
      trainer.classes.removeImage(own, image);
      (next?.querySelector('button') ?? name).focus();
    });
    const item = element('li', {}, discard);
    shownThumbnails.set(image, item);
    return item;
  };

  const update = () => {
    const { length } = own.images;
    if (name.value !== own.name && !name.matches(':focus')) name.value = own.name;
    count.textContent = String(length);
    unit.textContent = length === 1 ? ' image' : ' images';
    name.title = own.name;
    add.setAttribute('aria-label', `Add images to ${own.name}`);
    camera.setAttribute('aria-label', `Camera for ${own.name}`);
    remove.setAttribute('aria-label', `Remove the class ${own.name}`);
    remove.title = `Remove the class ${own.name}`;
    images.setAttribute('aria-label', `Images of ${own.name}`);
    const visible = own.images.slice(0, shown);
    for (const image of shownThumbnails.keys()) if (!visible.includes(image)) shownThumbnails.delete(image);
    const rest = length - visible.length;
    const showMore = () => {
      shown += MORE;
      update();
    };
    const more = element(
      'li',
      { class: 'more' },
      button(rest < 1000 ? `+${rest}` : '…', { 'aria-label': `Show more, ${rest} are not shown`, onclick: showMore }),
    );
    images.replaceChildren(...visible.map(thumbnailOf), ...(rest > 0 ? [more] : []));
    images.querySelector('button')?.setAttribute('tabindex', '0');
  };
  update();
  return { root, update };
}

/** Arrow keys go through the images, which are one stop for the tab key; Delete removes like Enter. */
function moveFocus(list: HTMLElement, event: KeyboardEvent): void {
  const buttons = [...list.querySelectorAll('button')];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const focused = buttons[at];
  if ((event.key === 'Delete' || event.key === 'Backspace') && focused?.closest('.more') === null) focused.click();
  else if (step === undefined) return;
  else {
    const next = buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)];
    for (const each of buttons) each.tabIndex = each === next ? 0 : -1;
    next?.focus();
  }
  event.preventDefault();
}
