import { type Camera, openCamera } from '../../browser/index.ts';
import { DataError } from '../../errors.ts';
import type { RawImage } from '../../index.ts';
import { button, element } from './element.ts';

/** A camera in the page: closed until somebody opens it. */
export interface CameraView {
  readonly root: HTMLElement;
  readonly isOpen: boolean;
  open(): Promise<void>;
  close(): void;
  /** The picture of this moment, as a file. */
  snapshot(): Promise<Blob>;
  /** The picture of this moment, as pixels. */
  frame(): RawImage;
}

/** The picture of the camera with a button that closes it. */
export function cameraView(onClose: () => void, ...controls: readonly Node[]): CameraView {
  let camera: Camera | null = null;
  const frame = element('div', { class: 'camera-frame' });
  const close = () => {
    camera?.close();
    camera = null;
    frame.replaceChildren();
    root.hidden = true;
    onClose();
  };
  const root = element(
    'div',
    { class: 'camera', hidden: true },
    frame,
    element('div', { class: 'camera-controls' }, ...controls, button('Close camera', { onclick: close })),
  );
  const required = () => {
    if (camera !== null) return camera;
    throw new DataError('The camera is closed. Open it first.');
  };
  return {
    root,
    get isOpen() {
      return camera !== null;
    },
    async open() {
      if (camera !== null) return;
      camera = await openCamera();
      camera.video.setAttribute('aria-label', 'Picture of the camera');
      frame.replaceChildren(camera.video);
      root.hidden = false;
    },
    close,
    snapshot: () => required().snapshot({ square: true }),
    frame: () => required().frame({ square: true }),
  };
}
