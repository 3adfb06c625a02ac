import type { Trainer } from '../trainer.ts';
import { type SettingName, settingRanges, settingReaders, settingText } from '../training-settings.ts';
import { element, freshId } from './element.ts';

/** The settings of a training, folded away: the defaults do. */
export function settingsForm(trainer: Trainer): { readonly root: HTMLElement; setEnabled(isEnabled: boolean): void } {
  const updates: (() => void)[] = [];
  const field = (name: SettingName, label: string, control: HTMLInputElement | HTMLSelectElement) => {
    const id = freshId();
    const problem = element('span', { id: `${id}-problem`, class: 'problem', role: 'status' });
    control.id = id;
    control.setAttribute('aria-describedby', problem.id);
    control.addEventListener('change', () => {
      const read = settingReaders[name](control.value);
      if (read !== null) control.removeAttribute('aria-invalid');
      else control.setAttribute('aria-invalid', 'true');
      problem.textContent = read === null ? `Must be ${settingRanges[name]}; the value before remains.` : '';
      if (read !== null) trainer.configure(read);
    });
    updates.push(() => {
      if (!control.matches(':focus')) control.value = settingText(name, trainer.settings);
    });
    return element('div', { class: 'field' }, element('label', { for: id }, label), control, problem);
  };
  const number = (attributes: Record<string, string | number>) =>
    element('input', { type: 'number', inputmode: 'decimal', ...attributes });
  const fields = element(
    'fieldset',
    { class: 'fields' },
    element('legend', { class: 'hidden' }, 'Settings of the training'),
    field('epochs', 'Epochs', number({ min: 1, max: 10000, step: 1 })),
    field('imageSize', 'Image size in pixels', number({ min: 4, max: 512, step: 1, placeholder: 'automatic' })),
    field('learningRate', 'Learning rate', number({ min: 0, max: 10, step: 'any' })),
    field('batchSize', 'Batch size', number({ min: 1, max: 4096, step: 1 })),
    field(
      'device',
      'Device',
      element(
        'select',
        {},
        element('option', { value: 'auto' }, 'Automatic'),
        element('option', { value: 'webgpu' }, 'GPU (WebGPU)'),
        element('option', { value: 'cpu' }, 'Processor'),
      ),
    ),
    field(
      'augmentation',
      'Vary the images',
      element(
        'select',
        {},
        element('option', { value: 'auto' }, 'Where they are few'),
        element('option', { value: 'on' }, 'Yes'),
        element('option', { value: 'off' }, 'No'),
      ),
    ),
  );
  const update = () => {
    for (const each of updates) each();
  };
  trainer.addEventListener('settings', update);
  update();
  return {
    root: element('details', { class: 'settings' }, element('summary', {}, 'Settings'), fields),
    setEnabled: (isEnabled) => {
      fields.disabled = !isEnabled;
    },
  };
}
