import { homedir } from 'node:os';
import { join } from 'node:path';
import { cifar10ClassNames, decodeCifar10 } from '../data/cifar10.ts';
import { decodeIdx, idxImages } from '../data/idx.ts';
import { type NamedDataset, namedDataset } from '../data/named-dataset.ts';
import type { ImageSize } from '../data/resize.ts';
import { cifar10FromPickle } from './cifar10-pickle.ts';

/** A file that is part of a data set, decompressed. */
export interface DatasetFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** One form in which the files of a data set are given out. */
export interface DatasetForm {
  /** Names of the plain files, in the order that `decode` takes them; each may also lie there as `.gz`. */
  readonly files: readonly string[];
  /** A folder that the files may lie in, because their archive unpacks to it. */
  readonly subfolder?: string;
  /** Names of compressed tar archives that hold the files. */
  readonly archives?: readonly string[];
  /** May raise `DataError`, naming the file. */
  decode(files: readonly DatasetFile[]): NamedDataset;
}

/** Where the files of a named data set are and how they become one. */
export interface DatasetSource {
  readonly name: string;
  /** The forms to look for, the first ones first. */
  readonly forms: readonly DatasetForm[];
  /** Where it may also lie as `train` and `test` with a folder of images for each of these classes. */
  readonly imageFolders?: { readonly classNames: readonly string[]; readonly imageSize: ImageSize };
  /** Further folders in which it may lie. */
  readonly places?: readonly string[];
  /** What the official address offers. */
  readonly downloads: readonly { readonly file: string; readonly md5: string }[];
  /** The official address, to which a download's file name is appended. */
  readonly address: string;
  /** No file is larger than this, decompressed. */
  readonly maxBytes: number;
}

const IDX_FILES = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
];

type FourChecksums = readonly [string, string, string, string];

/** A data set in the four files of MNIST. `md5` are the checksums of its compressed files in the order of `IDX_FILES`. */
export function idxSource(
  name: string,
  address: string,
  md5: FourChecksums,
  classNames: readonly string[],
): DatasetSource {
  return {
    name,
    forms: [
      {
        files: IDX_FILES,
        decode(files) {
          const [trainImages, trainLabels, testImages, testLabels] = files.map(({ bytes, path }) =>
            decodeIdx(bytes, path),
          );
          return namedDataset({
            name,
            train: idxImages(trainImages, trainLabels, `${name}, training part`),
            test: idxImages(testImages, testLabels, `${name}, test part`),
            classNames,
            maxValue: 255,
          });
        },
      },
    ],
    downloads: IDX_FILES.map((file, i) => ({ file: `${file}.gz`, md5: md5[i] })),
    address,
    maxBytes: 64 * 2 ** 20,
  };
}

const CIFAR10_BATCHES = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}`).concat('test_batch');

/** The batches of CIFAR-10 in the binary version, the last one for the test. */
function cifar10(files: readonly DatasetFile[]): NamedDataset {
  const part = (chosen: readonly DatasetFile[]) =>
    decodeCifar10(
      chosen.map(({ bytes }) => bytes),
      chosen.map(({ path }) => path),
    );
  return namedDataset({
    name: 'cifar10',
    train: part(files.slice(0, -1)),
    test: part(files.slice(-1)),
    classNames: cifar10ClassNames,
    maxValue: 255,
  });
}

/** The data sets that are found on disk or downloaded. */
export const datasetSources: Readonly<Record<'mnist' | 'fashion-mnist' | 'cifar10', DatasetSource>> = {
  // The original site serves the files to few; this copy is the one that torchvision downloads.
  mnist: idxSource(
    'mnist',
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    [
      'f68b3c2dcbeaaa9fbdd348bbdeb94873',
      'd53e105ee54ea40749a09fcbcd1e9432',
      '9fb629c4189551a2d022fa330f9573f3',
      'ec29112dd5afa0611ce80d1b7f02629c',
    ],
    ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  ),
  'fashion-mnist': idxSource(
    'fashion-mnist',
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
    [
      '8d4fb7e6c68d591d4c3dfef9ec88bf0d',
      '25c81989df183df01b3e8a0aad5dffbe',
      'bef4ecab320f06d8554ea6380940ec79',
      'bb300cfdad3c16e7a12a480ee83cd310',
    ],
    ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
  ),
  cifar10: {
    name: 'cifar10',
    forms: [
      {
        files: CIFAR10_BATCHES.map((batch) => `${batch}.bin`),
        subfolder: 'cifar-10-batches-bin',
        archives: ['cifar-10-binary.tar.gz'],
        decode: cifar10,
      },
      {
        files: CIFAR10_BATCHES,
        subfolder: 'cifar-10-batches-py',
        // The second is the name under which Keras keeps the first.
        archives: ['cifar-10-python.tar.gz', 'cifar-10-batches-py.tar.gz'],
        decode: (files) => cifar10(files.map(cifar10FromPickle)),
      },
    ],
    imageFolders: { classNames: cifar10ClassNames, imageSize: [32, 32] },
    places: [join(homedir(), '.keras', 'datasets')],
    downloads: [{ file: 'cifar-10-binary.tar.gz', md5: 'c32a1d4ab5d03f1284b67883e8d87530' }],
    address: 'https://www.cs.toronto.edu/~kriz/',
    maxBytes: 256 * 2 ** 20,
  },
};
