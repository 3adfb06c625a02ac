import { messageOf } from '../message-of.ts';
import type { Trainer } from '../trainer.ts';
import { cameraSource } from './camera-source.ts';
import { drawingSource } from './drawing-source.ts';
import { dropTarget } from './drop-target.ts';
import { element, freshId } from './element.ts';
import { imageSource } from './image-source.ts';
import { latest } from './latest.ts';
import type { PredictedImage } from './prediction-source.ts';
import { scoreBars } from './score-bars.ts';
import { type Section, section } from './section.ts';

/** Pictures to predict, and bars of what the model says of them. */
export function predictionSection(trainer: Trainer): Section {
  const bars = scoreBars();
  let current: PredictedImage | null = null;
  const predict = latest(async (image: PredictedImage | null) => {
    if (trainer.classifier === null) return bars.clear('Train a model, or open one.');
    if (image === null) return bars.clear(source().hint);
    try {
      bars.show(await trainer.predict(image));
    } catch (error) {
      bars.clear(messageOf(error));
    }
  });
  const show = (image: PredictedImage | null) => {
    current = image;
    predict(image);
  };
  const images = imageSource(trainer, show);
  const sources = [drawingSource(trainer, show), images, cameraSource(trainer, show)];
  let chosen = 0;
  const source = () => sources[chosen] as (typeof sources)[0];

  const name = freshId();
  const radios = sources.map(({ label }, i) => {
    const radio = element('input', { type: 'radio', name, checked: i === chosen, onchange: () => choose(i) });
    return { radio, root: element('label', {}, radio, element('span', {}, label)) };
  });
  const choose = (i: number) => {
    if (i !== chosen) source().close();
    chosen = i;
    sources.forEach(({ root: each }, k) => {
      each.hidden = k !== i;
    });
    (radios[i] as (typeof radios)[0]).radio.checked = true;
    source().open();
  };
  const choice = element(
    'fieldset',
    { class: 'choice' },
    element('legend', { class: 'hidden' }, 'What to predict'),
    ...radios.map((each) => each.root),
  );
  const { root, body } = section('Prediction', 3);
  const places = element('div', { class: 'sources' }, ...sources.map((each) => each.root));
  body.append(choice, element('div', { class: 'prediction' }, places, bars.root));
  dropTarget(trainer, body, (picked) => {
    choose(sources.indexOf(images));
    images.take(picked);
  });
  choose(0);

  let model = trainer.classifier?.model;
  trainer.addEventListener('model', () => {
    const { classifier } = trainer;
    if (classifier !== null && classifier.model !== model) {
      bars.clear('');
      // Pens are for gray images; a model of colored ones wants photos.
      choose(classifier.preprocessing.colorMode === 'grayscale' ? 0 : sources.indexOf(images));
    }
    model = classifier?.model;
    predict(current);
  });
  trainer.addEventListener('epoch', () => predict(current));
  return {
    root,
    release: () => {
      for (const each of sources) each.close();
    },
  };
}
