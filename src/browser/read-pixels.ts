import type { RawImage } from '../data/raw-image.ts';
import { DataError } from '../errors.ts';

/**
 * The pixels of an image with alpha, as they are stored.
 *
 * A canvas keeps colors multiplied by alpha, in 8 bits: exact where everything is opaque. Other images go through
 * WebGL, which takes them as they are; in a browser without it, or beyond its largest texture, colors of translucent
 * pixels are rounded and those of transparent pixels are lost.
 */
export function readPixels(image: ImageBitmap): RawImage {
  const drawn = drawnPixels(image);
  if (isOpaque(drawn.pixels)) return drawn;
  return { ...drawn, pixels: throughWebGl(image) ?? drawn.pixels };
}

/** What is drawn onto canvases: images, canvases, videos. */
export type Drawable = Exclude<CanvasImageSource, SVGImageElement>;

/** The pixels of anything that can be drawn, as a canvas shows them. */
export function drawnPixels(image: Drawable): RawImage {
  const [width, height] = sizeOf(image);
  if (width * height === 0) throw new DataError('it has no pixels: it is empty, not loaded yet, or closed');
  const context = canvasOf(width, height);
  context.drawImage(image, 0, 0, width, height);
  return rawImageOf(context.getImageData(0, 0, width, height));
}

/** The pixels of a canvas, without a copy. */
export const rawImageOf = ({ data, height, width }: ImageData): RawImage => ({
  pixels: new Uint8Array(data.buffer, data.byteOffset, data.length),
  height,
  width,
  channels: 4,
});

let kept: OffscreenCanvasRenderingContext2D | null = null;

/** One canvas for all images of a size, one after the other: a new one takes as long as reading it. */
function canvasOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  if (kept?.canvas.width === width && kept.canvas.height === height) return kept;
  kept = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (kept === null) throw new Error('the browser gives no canvas of this size');
  // What is drawn takes the place of the last image, transparent pixels as well.
  kept.globalCompositeOperation = 'copy';
  return kept;
}

function sizeOf(image: Drawable): readonly [width: number, height: number] {
  if ('videoWidth' in image) return [image.videoWidth, image.videoHeight];
  if ('naturalWidth' in image) return [image.naturalWidth, image.naturalHeight];
  return 'displayWidth' in image ? [image.displayWidth, image.displayHeight] : [image.width, image.height];
}

function isOpaque({ buffer, byteOffset, length }: Uint8Array): boolean {
  // Alpha is the last byte of four, and the upper one where numbers begin with the lowest, as everywhere today.
  const pixels = new Int32Array(buffer, byteOffset, length / 4);
  let all = -1;
  for (const pixel of pixels) all &= pixel;
  return all >>> 24 === 255;
}

let shared: WebGL2RenderingContext | null | undefined;

/** One for all: a page may have few. A lost one is replaced. */
function webGl(): WebGL2RenderingContext | null {
  if (shared === undefined || shared?.isContextLost()) {
    shared = new OffscreenCanvas(1, 1).getContext('webgl2', { antialias: false, depth: false });
  }
  return shared;
}

function throughWebGl(image: ImageBitmap): Uint8Array | undefined {
  const gl = webGl();
  const { width, height } = image;
  if (gl === null || Math.max(width, height) > gl.getParameter(gl.MAX_TEXTURE_SIZE)) return undefined;
  const texture = gl.createTexture();
  const framebuffer = gl.createFramebuffer();
  try {
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, image);
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    const pixels = new Uint8Array(width * height * 4);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    return gl.getError() === gl.NO_ERROR && !gl.isContextLost() ? pixels : undefined;
  } finally {
    gl.deleteFramebuffer(framebuffer);
    gl.deleteTexture(texture);
  }
}
