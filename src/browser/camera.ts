import { type ColorMode, type RawImage, toColorMode } from '../data/raw-image.ts';
import type { ImageSize } from '../data/resize.ts';
import { DataError } from '../errors.ts';
import { cameraProblem } from './camera-problem.ts';
import { rawImageOf } from './read-pixels.ts';

/** Which camera to open, and how. */
export interface CameraOptions {
  /** `'user'` looks at the person, `'environment'` away; a wish. Default: the browser's. */
  readonly facingMode?: 'user' | 'environment';
  /** One of {@link cameras}; no other one is taken. */
  readonly deviceId?: string;
  /** Height and width of the pictures; a wish: the camera takes what is nearest. Default `[480, 640]`. */
  readonly size?: ImageSize;
}

/** How a picture is cut. */
export interface FrameOptions {
  /** Whether to take the largest square in the middle. Default false. */
  readonly square?: boolean;
}

/** A camera that can be opened. */
export interface ListedCamera {
  readonly deviceId: string;
  /** Empty until the person has allowed the page a camera. */
  readonly label: string;
}

/** An open camera. Its light is on until `close`. */
export class Camera {
  readonly stream: MediaStream;
  /** Plays the camera, without sound; to be put into the page where the person should see it. */
  readonly video: HTMLVideoElement;
  readonly #canvas = document.createElement('canvas');

  /** Use {@link openCamera}. */
  constructor(stream: MediaStream, video: HTMLVideoElement) {
    this.stream = stream;
    this.video = video;
  }

  /** Whether it gives pictures: neither closed nor unplugged. */
  get isOpen(): boolean {
    return this.stream.getVideoTracks().some(({ readyState }) => readyState === 'live');
  }

  /**
   * The picture of this moment as a PNG file.
   *
   * @throws DataError when the camera is closed or was unplugged.
   */
  async snapshot(options: FrameOptions = {}): Promise<Blob> {
    this.#draw(options);
    const blob = await new Promise<Blob | null>((resolve) => this.#canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new DataError('The browser cannot make a PNG file of the picture of the camera.');
    return blob;
  }

  /**
   * The picture of this moment as pixels, for predictions; the same ones that {@link snapshot} has.
   *
   * @param options.colorMode default `'rgb'`.
   * @throws DataError when the camera is closed or was unplugged.
   */
  frame({ colorMode = 'rgb', ...options }: FrameOptions & { readonly colorMode?: ColorMode } = {}): RawImage {
    const context = this.#draw(options);
    const { width, height } = context.canvas;
    return toColorMode(rawImageOf(context.getImageData(0, 0, width, height)), colorMode);
  }

  /** Lets the camera go. */
  close(): void {
    for (const track of this.stream.getTracks()) track.stop();
    this.video.srcObject = null;
  }

  #draw({ square = false }: FrameOptions): CanvasRenderingContext2D {
    const { videoWidth, videoHeight } = this.video;
    if (!this.isOpen || videoWidth === 0) {
      throw new DataError('The camera gives no pictures: it was closed or unplugged. Open it again.');
    }
    const side = Math.min(videoWidth, videoHeight);
    const [width, height] = square ? [side, side] : [videoWidth, videoHeight];
    this.#canvas.width = width;
    this.#canvas.height = height;
    const context = this.#canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) throw new DataError('The browser gives no 2D canvas, which pictures of cameras need.');
    const [left, top] = [Math.floor((videoWidth - width) / 2), Math.floor((videoHeight - height) / 2)];
    context.drawImage(this.video, left, top, width, height, 0, 0, width, height);
    return context;
  }
}

/**
 * Opens a camera; the browser asks the person first. What it shows stays in the page.
 *
 * @throws DataError when the person or the page's policy denies it, there is none, another program has it, or the page is
 * not served by `https:` or from this computer.
 */
export async function openCamera({ facingMode, deviceId, size = [480, 640] }: CameraOptions = {}): Promise<Camera> {
  const [height, width] = size;
  const stream = await mediaDevices()
    .getUserMedia({
      audio: false,
      video: {
        height: { ideal: height },
        width: { ideal: width },
        ...(facingMode === undefined ? {} : { facingMode }),
        ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
      },
    })
    .catch((cause: unknown) => {
      throw cameraProblem(cause);
    });
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  const camera = new Camera(stream, video);
  try {
    await video.play();
  } catch (cause) {
    camera.close();
    throw cameraProblem(cause);
  }
  return camera;
}

/**
 * The cameras that there are.
 *
 * @throws DataError when the page is not served by `https:` or from this computer.
 */
export async function cameras(): Promise<readonly ListedCamera[]> {
  const found = await mediaDevices().enumerateDevices();
  return found.filter(({ kind }) => kind === 'videoinput').map(({ deviceId, label }) => ({ deviceId, label }));
}

function mediaDevices(): MediaDevices {
  // Absent in pages that are not secure, whatever the types say.
  const { mediaDevices } = navigator as Partial<Navigator>;
  if (mediaDevices !== undefined) return mediaDevices;
  throw new DataError(
    `Browsers give cameras only to pages from https: addresses or from this computer (localhost); this one is from ${location.origin}.`,
    { origin: location.origin },
  );
}
