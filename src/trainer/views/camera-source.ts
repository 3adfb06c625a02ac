import type { Trainer } from '../trainer.ts';
import { cameraView } from './camera-view.ts';
import { button, element } from './element.ts';
import type { PredictedImage, PredictionSource } from './prediction-source.ts';

/** Milliseconds between two pictures that are predicted. */
const INTERVAL = 150;

/** The camera, predicted as it moves. */
export function cameraSource(trainer: Trainer, show: (image: PredictedImage | null) => void): PredictionSource {
  let timer: ReturnType<typeof setInterval> | null = null;
  const stop = () => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    start.hidden = false;
  };
  const view = cameraView(stop);
  const start = button('Start the camera', {
    onclick: () =>
      void trainer.attempt(async () => {
        await view.open();
        start.hidden = true;
        timer ??= setInterval(() => void trainer.attempt(async () => show(view.frame())), INTERVAL);
      }),
  });
  return {
    label: 'Camera',
    hint: 'Start the camera.',
    root: element('div', { class: 'source' }, start, view.root),
    open: () => show(null),
    close: () => view.close(),
  };
}
