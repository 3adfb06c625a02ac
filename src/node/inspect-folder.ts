import { open, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Dataset } from '../data/dataset.ts';
import { visibleFolders } from '../data/image-dataset/image-tree.ts';
import type { UnreadableImage } from '../data/image-dataset/unreadable-images.ts';
import { imageFormatOf } from '../data/image-format.ts';
import { isImageName } from '../data/image-names.ts';
import { DataError } from '../errors.ts';
import { findFolderLayout } from './folder-layout.ts';
import { imagesAtOnce } from './images-at-once.ts';
import { listFolder, listImages } from './index-directory.ts';
import { hasWrongEnding, type ImageFileFacts, inspectImageFile } from './inspect-image-file.ts';

/** Images of the same content. */
export interface DuplicateImages {
  readonly paths: readonly string[];
  /** Whether the files are equal, byte for byte, or only their pixels. */
  readonly same: 'file' | 'pixels';
  /** Whether they lie in more than one of the folders `train`, `validation` and `test`. */
  readonly acrossParts: boolean;
  /** Whether they lie in more than one class. */
  readonly acrossClasses: boolean;
}

/** The smallest, the middle and the largest. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** What {@link inspectFolder} finds. Paths begin at the folder. */
export interface FolderInspection {
  /** Number of image files, unreadable ones too. */
  readonly total: number;
  /** Image files by class, for each part; one part without a name unless there is a folder `train`. */
  readonly parts: readonly { readonly name: string; readonly classes: Readonly<Record<string, number>> }[];
  /** Of the images that can be read. */
  readonly height: Spread | undefined;
  readonly width: Spread | undefined;
  /** Number of images of each format, by content. */
  readonly formats: Readonly<Record<string, number>>;
  /** Number of images by what they store. */
  readonly colors: Readonly<Record<string, number>>;
  readonly unreadable: readonly UnreadableImage[];
  /** Images whose name has the ending of another format. */
  readonly wrongEndings: readonly { readonly path: string; readonly format: string }[];
  /** Files with the content of an image that are left out as their name has no ending of an image. */
  readonly unnamed: readonly string[];
  /** Images that their EXIF data turns or mirrors. Keras, and this package, take them as they are stored. */
  readonly turned: readonly string[];
  readonly duplicates: readonly DuplicateImages[];
  /** Images with a side below {@link TINY_SIDE} pixels. */
  readonly tiny: readonly string[];
  /** How many times as many images the largest class of a part has as the smallest, the first part's. */
  readonly imbalance: number;
}

/** Images with a shorter side count as tiny, in pixels. */
export const TINY_SIDE = 32;

interface Member {
  readonly path: string;
  readonly part: string;
  readonly className: string;
}

/**
 * Reads and decodes every image in a folder of class folders, of `train`, `validation` and `test` with class folders in
 * them, or of images, and tells what may be wrong with them. Nothing is changed.
 *
 * @param options.parallel how many images are under way at once; default four per processor core.
 * @throws DataError when the folder cannot be read or holds no images.
 * @throws MissingPackageError when `sharp` is needed but not installed.
 */
export async function inspectFolder(
  folder: string,
  options: { readonly parallel?: number } = {},
): Promise<FolderInspection> {
  const members = await findMembers(folder);
  if (members.length === 0) throw new DataError(`The folder ${folder} holds no images.`, { path: folder });
  const parallel = options.parallel ?? imagesAtOnce();
  const local = (path: string) => relative(folder, path);
  const good: ImageFileFacts[] = [];
  const unreadable: UnreadableImage[] = [];
  for await (const found of Dataset.from(members).map(({ path }) => factsOrReason(path), { parallel })) {
    if ('reason' in found) unreadable.push({ path: local(found.path), reason: found.reason });
    else good.push(found);
  }
  const parts = countParts(members);
  return {
    total: members.length,
    parts,
    height: spreadOf(good.map(({ height }) => height)),
    width: spreadOf(good.map(({ width }) => width)),
    formats: tally(good.map(({ format }) => format)),
    colors: tally(good.map(({ color }) => color)),
    unreadable,
    wrongEndings: good.filter(hasWrongEnding).map(({ path, format }) => ({ path: local(path), format })),
    unnamed: (await unnamedImages(folder)).map(local),
    turned: good.filter(({ orientation }) => orientation !== 1).map(({ path }) => local(path)),
    duplicates: findDuplicates(good, new Map(members.map((member) => [member.path, member]))).map((group) => ({
      ...group,
      paths: group.paths.map(local),
    })),
    tiny: good.filter(({ height, width }) => Math.min(height, width) < TINY_SIDE).map(({ path }) => local(path)),
    imbalance: imbalanceOf(parts[0]),
  };
}

async function findMembers(folder: string): Promise<Member[]> {
  const partOf = async (name: string, path: string) =>
    (
      await Promise.all(visibleFolders(await listFolder(path)).map((className) => classMembers(name, path, className)))
    ).flat();
  const isFlat = visibleFolders(await listFolder(folder)).length === 0;
  if (isFlat) return (await listImages(folder)).map((path) => ({ path, part: '', className: '' }));
  const layout = await findFolderLayout(folder);
  if (layout.kind === 'classes') return partOf('', folder);
  const { train, validation, test } = layout;
  const parts = Object.entries({ train, validation, test }).filter(([, path]) => path !== undefined);
  return (await Promise.all(parts.map(([name, path]) => partOf(name, path as string)))).flat();
}

const classMembers = async (part: string, folder: string, className: string): Promise<Member[]> =>
  (await listImages(join(folder, className))).map((path) => ({ path, part, className }));

async function factsOrReason(path: string): Promise<ImageFileFacts | UnreadableImage> {
  try {
    return await inspectImageFile(path);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { path, reason: String(error.details['reason'] ?? error.message) };
  }
}

function countParts(members: readonly Member[]): FolderInspection['parts'] {
  const parts = new Map<string, Record<string, number>>();
  for (const { part, className } of members) {
    const classes = parts.get(part) ?? {};
    classes[className] = (classes[className] ?? 0) + 1;
    parts.set(part, classes);
  }
  return [...parts].map(([name, classes]) => ({ name, classes }));
}

function imbalanceOf(part: FolderInspection['parts'][number] | undefined): number {
  const counts = Object.values(part?.classes ?? {});
  return Math.max(...counts) / Math.min(...counts);
}

function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) return undefined;
  const middle = (sorted.length - 1) / 2;
  return { min, median: ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2, max };
}

/** How often each name occurs, the most frequent first. */
function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([, a], [, b]) => b - a));
}

/** Groups of equal pixels; equal files have equal pixels. */
function findDuplicates(images: readonly ImageFileFacts[], members: ReadonlyMap<string, Member>): DuplicateImages[] {
  const groups = new Map<string, ImageFileFacts[]>();
  for (const image of images) {
    const group = groups.get(image.pixelHash);
    if (group) group.push(image);
    else groups.set(image.pixelHash, [image]);
  }
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => {
      const places = group.map(({ path }) => members.get(path));
      return {
        paths: group.map(({ path }) => path),
        same: new Set(group.map(({ fileHash }) => fileHash)).size === 1 ? 'file' : 'pixels',
        acrossParts: new Set(places.map((place) => place?.part)).size > 1,
        acrossClasses: new Set(places.map((place) => place?.className)).size > 1,
      };
    });
}

/** Files in the folder and below that begin as an image does but are not named so. */
async function unnamedImages(folder: string): Promise<string[]> {
  const { files, folders, links } = await listFolder(folder);
  const others = files.filter((name) => !isImageName(name) && !name.startsWith('.')).map((name) => join(folder, name));
  const found: string[] = [];
  for (const path of others) if (await beginsAsImage(path)) found.push(path);
  for (const name of folders) {
    if (!links.has(name) && !name.startsWith('.')) found.push(...(await unnamedImages(join(folder, name))));
  }
  return found;
}

/** Opening a pipe would wait for a writer, so the kind of file is looked up first. */
async function beginsAsImage(path: string): Promise<boolean> {
  if (!(await stat(path).catch(() => undefined))?.isFile()) return false;
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(12), 0, 12, 0);
    return imageFormatOf(buffer.subarray(0, bytesRead)) !== undefined;
  } finally {
    await file.close();
  }
}
