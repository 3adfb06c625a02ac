import { basename, extname, join, relative, sep } from 'node:path';
import { isImageName } from '../data/image-names.ts';
import { ConfigError, DataError } from '../errors.ts';
import { findFolderLayout } from './folder-layout.ts';
import { listFolder, listImages } from './index-directory.ts';
import type { SplitClass } from './split-plan.ts';

/** A class and the pattern of the names of its images, such as `cat.*` or `cat.{0..1999}`. */
export interface ClassPattern {
  readonly name: string;
  readonly pattern: string;
}

/**
 * Parses `name=pattern`. In a pattern `*` stands for any characters, `?` for one, and `{a..b}` for each whole number from
 * `a` to `b`, all of which must be there. The ending of the file may be left out.
 *
 * @throws ConfigError when it is none.
 */
export function parseClassPattern(text: string): ClassPattern {
  const [, name = '', pattern = ''] = /^([^=]*)=(.*)$/.exec(text) ?? [];
  if (name !== '' && pattern !== '' && name === basename(name) && !name.startsWith('.')) return { name, pattern };
  throw new ConfigError(`"${text}" names no class and pattern; an example is cats=cat.*`, { text });
}

/**
 * Finds the images of each class by the names of the files in one folder.
 *
 * @throws DataError when a class has none, a number of a range is missing, or an image belongs to two classes.
 */
export async function findClassesByName(folder: string, patterns: readonly ClassPattern[]): Promise<SplitClass[]> {
  const images = (await listFolder(folder)).files.filter(isImageName);
  const classOf = new Map<string, string>();
  return patterns.map(({ name, pattern }) => {
    const names = matches(images, pattern, folder);
    for (const image of names) {
      const other = classOf.get(image);
      if (other !== undefined) {
        throw new DataError(`${join(folder, image)} belongs to "${other}" and to "${name}" by their patterns.`, {
          path: join(folder, image),
        });
      }
      classOf.set(image, name);
    }
    return { name, files: names.map((image) => ({ from: join(folder, image), name: image })) };
  });
}

/**
 * Finds the images of each class in a folder of class folders.
 *
 * @throws DataError when it is none, or is split already.
 */
export async function findClassesByFolder(folder: string): Promise<SplitClass[]> {
  const layout = await findFolderLayout(folder);
  if (layout.kind === 'split') {
    throw new DataError(`The folder ${folder} is split already: it holds ${layout.train}.`, { path: folder });
  }
  return Promise.all(
    layout.classNames.map(async (name) => {
      const classFolder = join(folder, name);
      const paths = await listImages(classFolder);
      return { name, files: paths.map((from) => ({ from, name: relative(classFolder, from).split(sep).join('/') })) };
    }),
  );
}

const RANGE = /\{(\d+)\.\.(\d+)\}/;

function matches(images: readonly string[], pattern: string, folder: string): string[] {
  const expressions = expandRanges(pattern).map((one) => ({ one, expression: expressionOf(one) }));
  const found: string[] = [];
  const missing: string[] = [];
  for (const { one, expression } of expressions) {
    const matching = images.filter(
      (image) => expression.test(image) || expression.test(image.slice(0, -extname(image).length)),
    );
    if (matching.length === 0) missing.push(one);
    found.push(...matching);
  }
  if (missing.length === 0) return [...new Set(found)];
  const shown = missing.slice(0, 5).join(', ');
  throw new DataError(
    `The folder ${folder} holds no image ${shown}${missing.length > 5 ? ` and ${missing.length - 5} more` : ''}; ` +
      `it holds ${images.length} images${images[0] === undefined ? '' : `, such as ${images[0]}`}.`,
    { path: folder, missing },
  );
}

function expandRanges(pattern: string): string[] {
  const range = RANGE.exec(pattern);
  if (!range) return [pattern];
  const [first, last] = [Number(range[1]), Number(range[2])];
  if (!(last >= first && last - first < 1e7))
    throw new ConfigError(`The range ${range[0]} of "${pattern}" is empty or too long.`);
  return Array.from({ length: last - first + 1 }, (_, i) => pattern.replace(RANGE, String(first + i))).flatMap(
    expandRanges,
  );
}

const expressionOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  );
