import type { Trainer } from '../trainer.ts';
import { button, element } from './element.ts';

/** One line for what happens or went wrong, spoken by screen readers. */
export function noticeView(trainer: Trainer): HTMLElement {
  const text = element('p', {});
  const undo = button('Undo', { class: 'plain', onclick: () => trainer.notice?.undo?.() });
  const dismiss = button('Dismiss', { class: 'plain', onclick: () => trainer.inform(null) });
  const root = element('div', { class: 'notice', part: 'notice', role: 'status', hidden: true }, text, undo, dismiss);
  const update = () => {
    const { notice } = trainer;
    root.hidden = notice === null;
    root.setAttribute('role', notice?.kind === 'error' ? 'alert' : 'status');
    root.toggleAttribute('data-error', notice?.kind === 'error');
    undo.hidden = notice?.undo === undefined;
    text.textContent = notice?.text ?? '';
  };
  trainer.addEventListener('notice', update);
  // Attributes are read before there is anything to see.
  update();
  return root;
}
