import { element, freshId } from './element.ts';

/** A part of the trainer. */
export interface Section {
  readonly root: HTMLElement;
  /** Lets go of what must not outlive the element in the page, such as a camera. */
  release(): void;
}

/** A numbered step with a heading. */
export function section(title: string, step: number) {
  const id = freshId();
  const heading = element('h2', { id }, element('span', { class: 'step', 'aria-hidden': 'true' }, String(step)), title);
  const head = element('header', {}, heading);
  const body = element('div', { class: 'body' });
  const name = title.toLowerCase();
  const root = element(
    'section',
    { 'aria-labelledby': id, class: 'section', part: `section ${name}`, tabindex: -1 },
    head,
    body,
  );
  return { root, head, body };
}
