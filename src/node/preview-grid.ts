import type { InputBatch } from '../data/batch.ts';
import { DataError, ShapeError, ValueError } from '../errors.ts';
import { loadSharp } from './decode-image.ts';

/** How {@link previewGrid} lays out images. */
export interface PreviewGridOptions {
  /** Images side by side; default as many as make the grid about square. */
  readonly columns?: number;
  /** A line of text below each image, such as its class; default none. */
  readonly titles?: readonly string[];
  /** What is black and what is white. Default 0 and 255 for bytes; for floats 0 and 1 where none exceeds 1, else 0 and 255. */
  readonly valueRange?: readonly [number, number];
}

/** Width in pixels that smaller images are enlarged to, by a whole factor. */
const CELL_WIDTH = 144;
const GAP = 8;
/** Lines that do not fit are drawn smaller. */
const TITLE_SIZE = 14;
/** From an image's lower edge to the next row of images. */
const TITLE_HEIGHT = 22;

/**
 * Draws the images of a batch as they reach the network, in a grid on white, and gives a PNG file's bytes. Values beyond
 * the range are clipped, alpha is left out.
 *
 * ```text
 * await writeFileAtomic('batch.png', await previewGrid(batch, { titles: labels.map((label) => classNames[label]) }));
 * ```
 *
 * @throws ShapeError unless the images are `[batch, height, width, channels]` with 1, 3 or 4 channels.
 * @throws ValueError for wrong options; DataError unless there is a title for each image.
 * @throws MissingPackageError when `sharp` is not installed.
 */
export async function previewGrid(images: InputBatch, options: PreviewGridOptions = {}): Promise<Uint8Array> {
  const { titles } = options;
  const sizes = sizesOf(images, options);
  if (titles !== undefined && titles.length !== sizes.count) {
    throw new DataError(`There are ${titles.length} titles for ${sizes.count} images; one for each is expected.`);
  }
  const canvas = new Uint8Array(sizes.canvasWidth * sizes.canvasHeight * 3).fill(255);
  for (let image = 0; image < sizes.count; image++) paint(canvas, images.x, image, sizes);
  const sharp = await loadSharp('png');
  const picture = sharp(canvas, { raw: { width: sizes.canvasWidth, height: sizes.canvasHeight, channels: 3 } });
  if (titles !== undefined) picture.composite([{ input: Buffer.from(await drawnTitles(titles, sizes)) }]);
  return picture.removeAlpha().png().toBuffer();
}

/** Sizes in pixels, and what is needed to paint. */
interface Sizes {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly columns: number;
  /** By how much images are enlarged. */
  readonly scale: number;
  readonly cellWidth: number;
  /** With the title. */
  readonly cellHeight: number;
  readonly canvasWidth: number;
  readonly canvasHeight: number;
  readonly valueRange: readonly [number, number];
}

function sizesOf({ x, xShape }: InputBatch, options: PreviewGridOptions): Sizes {
  const [count, height, width, channels] = xShape;
  if (xShape.length !== 4 || ![1, 3, 4].includes(channels)) {
    throw new ShapeError(
      'previewGrid',
      { xShape },
      `images are [${xShape.join(', ')}]; [batch, height, width, channels] with 1, 3 or 4 channels is expected.`,
    );
  }
  const { columns = Math.ceil(Math.sqrt(count)), valueRange = usualRange(x) } = options;
  if (!Number.isInteger(columns) || columns <= 0) {
    throw new ValueError(`previewGrid: columns is ${columns}; a positive integer is expected.`, { columns });
  }
  if (!(valueRange[0] < valueRange[1])) {
    throw new ValueError(`previewGrid: valueRange is [${valueRange.join(', ')}]; the lower value comes first.`);
  }
  const scale = Math.max(1, Math.round(CELL_WIDTH / width));
  const cellWidth = width * scale;
  const cellHeight = height * scale + (options.titles === undefined ? 0 : TITLE_HEIGHT);
  const across = Math.min(columns, count);
  return {
    ...{ count, height, width, channels, columns, scale, cellWidth, cellHeight, valueRange },
    canvasWidth: GAP + across * (cellWidth + GAP),
    canvasHeight: GAP + Math.ceil(count / columns) * (cellHeight + GAP),
  };
}

function usualRange(x: InputBatch['x']): readonly [number, number] {
  const isUnit = x instanceof Float32Array && x.every((value) => !(value > 1));
  return [0, isUnit ? 1 : 255];
}

/** Where an image's cell begins. */
const cornerOf = (image: number, { columns, cellWidth, cellHeight }: Sizes) => ({
  left: GAP + (image % columns) * (cellWidth + GAP),
  top: GAP + Math.floor(image / columns) * (cellHeight + GAP),
});

function paint(canvas: Uint8Array, x: InputBatch['x'], image: number, sizes: Sizes): void {
  const { height, width, channels, scale, canvasWidth } = sizes;
  const [black, white] = sizes.valueRange;
  const { left, top } = cornerOf(image, sizes);
  for (let i = 0; i < height * scale; i++) {
    const row = image * height + Math.floor(i / scale);
    let to = ((top + i) * canvasWidth + left) * 3;
    for (let j = 0; j < width * scale; j++) {
      const from = (row * width + Math.floor(j / scale)) * channels;
      for (let c = 0; c < 3; c++) {
        const value = x[from + (channels === 1 ? 0 : c)];
        canvas[to++] = Math.min(Math.max(Math.round(((value - black) / (white - black)) * 255), 0), 255);
      }
    }
  }
}

async function drawnTitles(titles: readonly string[], sizes: Sizes): Promise<string> {
  const { textPath, textWidth } = await import('./text-paths.ts');
  const { canvasWidth, canvasHeight, cellWidth, height, scale } = sizes;
  const paths = titles.map((title, image) => {
    const { left, top } = cornerOf(image, sizes);
    const size = Math.min(TITLE_SIZE, (TITLE_SIZE * cellWidth) / textWidth(title, TITLE_SIZE));
    return textPath(title, {
      x: left + cellWidth / 2,
      y: top + height * scale + TITLE_SIZE + 2,
      size,
      anchor: 'middle',
    });
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${canvasWidth}" height="${canvasHeight}">${paths.join('')}</svg>`;
}
