import type { RunProgress } from '../run-progress.ts';
import type { Trainer } from '../trainer.ts';
import { whatIsMissing } from '../what-is-missing.ts';
import { curvesView } from './curves-view.ts';
import { button, element, freshId } from './element.ts';
import { deviceText, epochText, skippedText, statusText } from './run-texts.ts';
import { type Section, section } from './section.ts';
import { settingsForm } from './settings-form.ts';

/** Begins, steers and shows a training. */
export function trainingSection(trainer: Trainer): Section {
  const settings = settingsForm(trainer);
  const curves = curvesView((error) => trainer.fail(error));
  const needId = freshId();
  const train = button('Train', {
    class: 'primary',
    'aria-describedby': needId,
    onclick: () => void trainer.attempt(() => trainer.train()),
  });
  const further = button('Train further', {
    title: 'Goes on with the model that is here',
    onclick: () => void trainer.attempt(() => trainer.train({ further: true })),
  });
  const pause = button('Pause', {
    onclick: () => (trainer.run?.progress.state === 'paused' ? trainer.run.resume() : trainer.run?.pause()),
  });
  const stop = button('Stop', { onclick: () => trainer.run?.stop() });
  const bar = element('progress', { max: 1, value: 0, part: 'progress', 'aria-label': 'Training' });
  const need = element('p', { id: needId, class: 'status' });
  const status = element('p', { class: 'status', part: 'status' });
  const device = element('p', { class: 'status quiet' });
  const skipped = element('p', { class: 'status quiet' });
  const spoken = element('p', { class: 'hidden', role: 'status' });
  const { root, body } = section('Training', 2);
  body.append(
    element('div', { class: 'tools' }, train, further, pause, stop),
    need,
    bar,
    status,
    device,
    skipped,
    spoken,
    curves.root,
    settings.root,
  );

  const update = () => {
    const { run } = trainer;
    const isRunning = run?.isRunning ?? false;
    const state = run?.progress.state;
    train.textContent = run === null || run.trained === null ? 'Train' : 'Train again';
    const focused = (root.getRootNode() as Document | ShadowRoot).activeElement;
    const isSwitched = train.hidden !== isRunning;
    const wasFocused = [train, further, pause, stop].some((each) => each === focused);
    train.hidden = isRunning;
    further.hidden = isRunning || !trainer.canTrainFurther;
    pause.hidden = stop.hidden = !isRunning;
    pause.disabled = state !== 'training' && state !== 'paused';
    pause.textContent = state === 'paused' ? 'Resume' : 'Pause';
    // The button that was pressed is gone; focus goes to the one in its place.
    if (isSwitched && wasFocused) (isRunning ? stop : train).focus();
    settings.setEnabled(!isRunning);
    bar.hidden = !isRunning;
    const missing = whatIsMissing(trainer.classes.list);
    train.disabled = further.disabled = missing !== null;
    need.textContent = isRunning ? '' : missing;
    if (run === null) {
      status.textContent = missing === null ? 'Ready to train.' : '';
      return;
    }
    const { progress } = run;
    setShare(bar, progress);
    status.textContent = statusText(progress);
    device.textContent = deviceText(progress);
    skipped.textContent = skippedText(progress);
    curves.update(progress.history);
  };
  for (const change of ['run', 'model']) trainer.addEventListener(change, update);
  trainer.classes.addEventListener('change', update);
  trainer.addEventListener('epoch', () => {
    if (trainer.run) spoken.textContent = epochText(trainer.run.progress);
  });
  trainer.addEventListener('end', () => {
    spoken.textContent = trainer.run?.progress.state === 'stopped' ? 'Training stopped.' : 'Training finished.';
  });
  update();
  return { root, release: () => {} };
}

/** Without a known share the bar runs to and fro. */
function setShare(bar: HTMLProgressElement, { state, read, total, epoch, epochs, batch, batches }: RunProgress): void {
  if (state === 'reading' && total > 0) bar.value = read / total;
  else if (epoch > 0 && batches > 0) bar.value = (epoch - 1 + batch / batches) / epochs;
  else bar.removeAttribute('value');
}
