import type { ImageClass } from '../image-classes.ts';
import type { Trainer } from '../trainer.ts';
import { type CameraView, cameraView } from './camera-view.ts';
import { button, element } from './element.ts';

/** Milliseconds from one picture to the next while the button is held. */
const BURST = 160;

/** A camera for the classes. */
export interface ClassCamera extends Pick<CameraView, 'root' | 'isOpen' | 'close'> {
  /** Opens it, with this class chosen. */
  openFor(own: ImageClass): Promise<void>;
  /** Shows the classes as they are now. */
  update(): void;
}

/** The camera that takes images for a class: one by a press, several while the button, Space or Enter is held. */
export function classCamera(trainer: Trainer): ClassCamera {
  let holding: ReturnType<typeof setInterval> | null = null;
  let taken = 0;
  let isHeld = false;
  const choice = element('select', { 'aria-label': 'Class of the pictures' });
  const chosen = () => trainer.classes.list[choice.selectedIndex];
  const take = () =>
    trainer.attempt(async () => {
      const own = chosen();
      if (own === undefined || !view.isOpen) return;
      const source = await view.snapshot();
      trainer.classes.addImages(own, [{ name: `picture ${++taken}`, source, part: 'training' }]);
    });
  const hold = () => {
    if (holding !== null) return;
    isHeld = true;
    holding = setInterval(take, BURST);
    void take();
  };
  const release = () => {
    if (holding !== null) clearInterval(holding);
    holding = null;
  };
  const isPress = ({ key }: KeyboardEvent) => key === ' ' || key === 'Enter';
  const shutter = button('Hold to take pictures', {
    class: 'primary',
    onpointerdown: hold,
    onpointerup: release,
    onpointercancel: release,
    onpointerleave: release,
    onblur: release,
    onkeydown: (event: KeyboardEvent) => {
      if (!isPress(event)) return;
      // The click that would follow is for those without key or pointer.
      event.preventDefault();
      hold();
    },
    onkeyup: (event: KeyboardEvent) => isPress(event) && release(),
    // A screen reader may press without either.
    onclick: () => {
      if (!isHeld) void take();
      isHeld = false;
    },
  });
  const view = cameraView(release, choice, shutter);
  const update = () => {
    const at = choice.selectedIndex;
    choice.replaceChildren(...trainer.classes.list.map(({ name }) => element('option', {}, name)));
    choice.selectedIndex = Math.min(Math.max(at, 0), trainer.classes.list.length - 1);
  };
  return {
    root: view.root,
    get isOpen() {
      return view.isOpen;
    },
    close: view.close,
    update,
    async openFor(own) {
      update();
      choice.selectedIndex = trainer.classes.list.indexOf(own);
      await view.open();
      shutter.focus();
    },
  };
}
