import { ARCHIVE_EXTENSIONS, filesOfInput } from '../../browser/index.ts';
import { counted } from '../counted.ts';
import type { ImageClass } from '../image-classes.ts';
import { pickedFiles } from '../picked-files.ts';
import type { Trainer } from '../trainer.ts';
import { classCamera } from './class-camera.ts';
import { type ClassCard, classCard } from './class-card.ts';
import { dropTarget } from './drop-target.ts';
import { button, element } from './element.ts';
import { fileButton } from './file-button.ts';
import { type Section, section } from './section.ts';

/** The classes and where their images come from. `onSkip` takes the focus beyond them. */
export function dataSection(trainer: Trainer, onSkip: () => void): Section {
  const { classes } = trainer;
  const cards = new Map<ImageClass, ClassCard>();
  const camera = classCamera(trainer);
  const add = (files: readonly File[]) =>
    void trainer.attempt(async () => trainer.addFiles(await pickedFiles((options) => filesOfInput(files, options))));
  const openCamera = (own: ImageClass) => void trainer.attempt(() => camera.openFor(own));

  const list = element('ul', { class: 'cards', 'aria-label': 'Classes' });
  const summary = element('span', { class: 'quiet', role: 'status' });
  const hint = element(
    'p',
    { class: 'drop-hint' },
    element('strong', {}, 'Drop folders of images here'),
    element('span', { class: 'quiet' }, 'One folder for each class, or a zip of them. Nothing leaves this page.'),
  );
  const tools = element(
    'div',
    { class: 'tools' },
    fileButton({ label: 'Choose a folder', folder: true, onFiles: add }),
    fileButton({ label: 'Open an archive', accept: `${ARCHIVE_EXTENSIONS.join(',')},.gz`, onFiles: add }),
    button('Handwritten digits', { onclick: () => void trainer.attempt(() => trainer.loadData('digits')) }),
  );
  const addClass = () => {
    const own = classes.add();
    const name = cards.get(own)?.root.querySelector('input');
    name?.focus();
    name?.select();
  };
  /** The focus goes on to the next class, or to where one is added. */
  const remove = (own: ImageClass) => {
    const next = cards.get(own)?.root.nextElementSibling;
    trainer.removeClass(own);
    next?.querySelector<HTMLElement>('.remove, .add-class button')?.focus();
  };
  const addItem = element('li', { class: 'add-class' }, button('Add a class', { onclick: addClass }));
  const { root, head, body } = section('Images', 1);
  head.append(summary);
  const skip = button('Skip the classes', { class: 'skip', onclick: onSkip });
  body.append(hint, tools, skip, camera.root, list);
  body.classList.add('drop');
  dropTarget(trainer, body, (picked) => trainer.addFiles(picked));

  const update = () => {
    const present = classes.list;
    for (const own of cards.keys()) if (!present.includes(own)) cards.delete(own);
    for (const own of present) {
      const card = cards.get(own);
      if (card) card.update();
      else cards.set(own, classCard(trainer, own, { onCamera: () => openCamera(own), onRemove: () => remove(own) }));
    }
    const roots = present.map((own) => (cards.get(own) as ClassCard).root);
    if (roots.length + 1 !== list.children.length || roots.some((card, i) => list.children[i] !== card)) {
      list.replaceChildren(...roots, addItem);
    }
    skip.hidden = present.length === 0;
    hint.toggleAttribute('data-small', classes.count > 0);
    summary.textContent =
      classes.count === 0 ? '' : `${counted(classes.count, 'image')} in ${counted(present.length, 'class', 'classes')}`;
    if (camera.isOpen) camera.update();
  };
  classes.addEventListener('change', update);
  update();
  return { root, release: camera.close };
}
