import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  findFolderLayout,
  ImageDataGenerator,
  imageDatasetFromDirectory,
  type PreviewSource,
  savePreview,
} from '../node/index.ts';
import { chooseImageSize } from './choose-image-size.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { count } from './count.ts';
import { imageSize, positiveInteger, seedValue } from './option-values.ts';
import { Output } from './output.ts';

interface PreviewOptions extends CommonOptions {
  readonly out: string;
  readonly count: number;
  readonly columns: number;
  readonly imageSize?: readonly [number, number];
  readonly seed: number;
  readonly rotation?: number;
  readonly shift?: number;
  readonly shear?: number;
  readonly zoom?: number;
  readonly flip?: boolean;
}

/** Defines `cnn-gpu data preview`. */
export function addDataPreviewCommand(data: Command): void {
  const command = data
    .command('preview')
    .summary('draw images as a network sees them')
    .description(
      'Draws images of a folder of class folders, or of its folder train, as a network sees them: resized, and changed ' +
        'at random where an option says so. Writes a PNG file with the class below each image.',
    )
    .argument('<folder>', 'folder of images')
    .option('--out <file>', 'PNG file to write', 'preview.png')
    .option('--count <n>', 'images to draw', positiveInteger, 20)
    .option('--columns <n>', 'images side by side', positiveInteger, 10)
    .addOption(new Option('--image-size <size>', 'pixels as N or HxW (default: as for training)').argParser(imageSize))
    .option('--seed <n>', 'chooses and changes the images', seedValue, 0)
    .option('--rotation <degrees>', 'turn by up to this, either way', atLeast0)
    .option('--shift <share>', 'shift by up to this share of the sides', atLeast0)
    .option('--shear <degrees>', 'shear by up to this, either way', atLeast0)
    .option('--zoom <share>', 'enlarge or shrink by up to this share', atLeast0)
    .option('--flip', 'mirror every second image');
  addCommonOptions(command)
    .addHelpText('after', '\nExample:\n  $ cnn-gpu data preview photos --out grid.png --rotation 40 --zoom 0.2 --flip')
    .action((folder: string, options: PreviewOptions) => preview(folder, options));
}

async function preview(folder: string, options: PreviewOptions): Promise<void> {
  const output = new Output(options);
  const layout = await findFolderLayout(folder);
  const images = layout.kind === 'split' ? layout.train : folder;
  const size = options.imageSize ?? (await chooseImageSize(images));
  const drawn = await savePreview(await datasetOf(images, size, options), options.out, options);
  output.result(`${count(drawn, 'image')} of ${size.join('x')} in ${options.out}`);
  output.event({ event: 'end', file: options.out, images: drawn, imageSize: size });
}

/** The images as for training; those that are to be changed come from a generator, resized in the same way. */
async function datasetOf(
  folder: string,
  size: readonly [number, number],
  { seed, rotation = 0, shift = 0, shear = 0, zoom = 0, flip = false }: PreviewOptions,
): Promise<PreviewSource> {
  const common = { seed, unreadable: 'skip', verbose: false } as const;
  if (rotation + shift + shear + zoom === 0 && !flip) {
    return imageDatasetFromDirectory(folder, { ...common, imageSize: size });
  }
  const generator = new ImageDataGenerator({
    ...{ rotationRange: rotation, shearRange: shear, zoomRange: zoom, horizontalFlip: flip },
    ...{ widthShiftRange: shift, heightShiftRange: shift },
  });
  return generator.flowFromDirectory(folder, {
    ...common,
    targetSize: size,
    classMode: 'sparse',
    interpolation: 'bilinear',
  });
}

function atLeast0(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('A number of at least 0 is expected.');
}
