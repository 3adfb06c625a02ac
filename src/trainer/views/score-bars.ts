import type { ClassScore } from '../classifier.ts';
import { element } from './element.ts';
import { percent } from './figures-table.ts';

/** With more classes, only the likeliest are shown. */
const MOST = 10;

/** Bars of the classes' scores, and in words for those who do not see them. */
export interface ScoreBars {
  readonly root: HTMLElement;
  show(scores: readonly ClassScore[]): void;
  clear(text: string): void;
}

/** Bars that stay where they are while scores change: sorted only where there are too many for all. */
export function scoreBars(): ScoreBars {
  const verdict = element('p', { class: 'verdict', role: 'status', part: 'verdict' });
  const list = element('ul', { class: 'scores', part: 'scores', 'aria-label': 'Scores' });
  const rows = new Map<string, { root: HTMLElement; meter: HTMLElement; number: HTMLElement }>();
  const rowOf = (className: string) => {
    const known = rows.get(className);
    if (known) return known;
    const meter = element('span', { class: 'meter-fill' });
    const number = element('span', { class: 'number' });
    const track = element('span', { class: 'meter', 'aria-hidden': 'true' }, meter);
    const made = {
      root: element('li', {}, element('span', { class: 'label', title: className }, className), track, number),
      meter,
      number,
    };
    rows.set(className, made);
    return made;
  };
  /** Screen readers tell it anew each time it is set. */
  const say = (text: string) => {
    if (verdict.textContent !== text) verdict.textContent = text;
  };
  return {
    root: element('div', { class: 'prediction-scores' }, verdict, list),
    show(scores) {
      const ranked = [...scores].sort((a, b) => b.score - a.score);
      const [best] = ranked;
      const shown = scores.length > MOST ? ranked.slice(0, MOST) : scores;
      const roots = shown.map(({ className, score }) => {
        const { root, meter, number } = rowOf(className);
        meter.style.width = `${100 * score}%`;
        number.textContent = percent(score);
        root.toggleAttribute('data-best', className === best?.className);
        return root;
      });
      if (roots.length !== list.children.length || roots.some((root, i) => list.children[i] !== root)) {
        list.replaceChildren(...roots);
      }
      say(best?.className ?? '');
      verdict.toggleAttribute('data-class', true);
    },
    clear(text) {
      list.replaceChildren();
      rows.clear();
      say(text);
      verdict.toggleAttribute('data-class', false);
    },
  };
}
