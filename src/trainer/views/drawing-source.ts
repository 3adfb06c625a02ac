import { drawnDigit } from '../drawn-digit.ts';
import type { Trainer } from '../trainer.ts';
import { drawingPad } from './drawing-pad.ts';
import { button, element } from './element.ts';
import type { PredictedImage, PredictionSource } from './prediction-source.ts';
import { pixelCanvas } from './thumbnail.ts';

/** Side of the bundled digits. */
const DIGIT_SIDE = 8;

/** A drawing pad. For a model of the bundled digits a drawing is brought into their form, which is shown beside. */
export function drawingSource(trainer: Trainer, show: (image: PredictedImage | null) => void): PredictionSource {
  const seen = element('div', { class: 'seen', 'aria-hidden': 'true' });
  let isOpen = false;
  const isOfDigits = () => {
    const form = trainer.classifier?.preprocessing;
    return form?.colorMode === 'grayscale' && form.imageSize.every((side) => side === DIGIT_SIDE);
  };
  const tell = () => {
    const isEmpty = pad.strokes.length === 0;
    clear.disabled = isEmpty;
    if (isEmpty || !isOfDigits()) {
      seen.replaceChildren();
      show(isEmpty ? null : pad.image());
      return;
    }
    const digit = drawnDigit(pad.strokes);
    seen.replaceChildren(pixelCanvas(digit), 'what the model sees');
    show(digit);
  };
  const clear = button('Clear', { onclick: () => pad.clear() });
  const pad = drawingPad(() => isOpen && tell());
  trainer.addEventListener('model', () => isOpen && tell());
  return {
    label: 'Draw',
    hint: 'Draw on the pad.',
    root: element('div', { class: 'source' }, pad.root, element('div', { class: 'tools' }, clear, seen)),
    open() {
      isOpen = true;
      tell();
    },
    close() {
      isOpen = false;
    },
  };
}
