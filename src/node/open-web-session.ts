import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { ARCHIVE_EXTENSIONS, isArchiveName, withoutArchiveExtension } from '../data/archive-names.ts';
import { CnnGpuError, ConfigError, DataError, FormatError, listNames } from '../errors.ts';
import { formatOfName } from '../formats/model-format.ts';
import { errorReason } from './error-reason.ts';
import { datasetNames } from './named-datasets.ts';
import { realFile, realFileIn, type ServedFile, type ServedFiles, served, servedJson } from './served-file.ts';
import { listShards } from './tfjs-folder.ts';
import { indexWebFolder } from './web-data-folder.ts';
import type { WebSession, WebSessionData } from './web-session.ts';

/** What the web server has besides the page. */
export interface OpenedWebSession {
  readonly session: WebSession;
  readonly files: ServedFiles;
  /** What there is to know of a folder of images; null without one. */
  readonly images: {
    readonly count: number;
    readonly classes: number;
    /** Images, or folders of images, that are left out, because links lead out of the folder. */
    readonly leftOut: number;
  } | null;
}

/** What an argument turned out to be. */
type Named =
  | { readonly kind: 'model'; readonly path: string; readonly folder: string | null }
  | { readonly kind: 'archive' | 'folder' | 'set'; readonly path: string };

const BUNDLED = 'digits';
const MODEL_ENDINGS = ['.safetensors', '.keras', '.h5', '.hdf5', '.json'];
/** What a folder of a model has in it: one that `cnn-gpu train` made, and one for TensorFlow.js. */
const FOLDER_MODELS = ['model.safetensors', 'model.json'];

/**
 * Finds what the page shall open: at most one model (a file, a folder that `cnn-gpu train` made, or a TensorFlow.js
 * folder) and one data set (a folder of class folders, an archive of one, or `digits`).
 *
 * @throws ConfigError for two of a kind, and for what the page cannot open.
 * @throws DataError when a file or folder cannot be read.
 */
export async function openWebSession(names: readonly string[]): Promise<OpenedWebSession> {
  const named: Named[] = [];
  for (const name of names) named.push(await kindOf(name));
  const models = named.filter((one) => one.kind === 'model');
  const sets = named.filter((one) => one.kind !== 'model');
  if (models.length > 1) throw tooMany('model', models);
  if (sets.length > 1) throw tooMany('data set', sets);
  const files = new Map<string, ServedFile>();
  const [model, set] = [models[0], sets[0]];
  const modelUrl = model === undefined ? null : await addModel(model.path, model.folder, files);
  const opened = set === undefined ? null : await addData(set, files);
  const session: WebSession = { model: modelUrl, data: opened?.data ?? null };
  files.set('/session.json', servedJson(session));
  return { session, files, images: opened?.images ?? null };
}

const tooMany = (what: string, named: readonly Named[]): ConfigError =>
  new ConfigError(`The page opens one ${what}, but ${listNames(named.map(({ path }) => path))} are given. Name one.`, {
    paths: named.map(({ path }) => path),
  });

const EXPECTED =
  `Expected: a model (${MODEL_ENDINGS.join(', ')}, or a folder with one), a folder of class folders, an archive of one ` +
  `(${ARCHIVE_EXTENSIONS.join(', ')}), or "${BUNDLED}".`;

async function kindOf(name: string): Promise<Named> {
  if (name === BUNDLED) return { kind: 'set', path: name };
  if (datasetNames.includes(name)) {
    throw new ConfigError(`The page does not have the data set "${name}". ${EXPECTED}`, { data: name });
  }
  const stats = await stat(name).catch((cause: unknown) => {
    throw new DataError(`Cannot open ${name}: ${errorReason(cause)} ${EXPECTED}`, { path: name }, { cause });
  });
  const path = resolve(name);
  if (stats.isDirectory()) {
    for (const file of FOLDER_MODELS) {
      if (await isFile(join(path, file))) return { kind: 'model', path: join(path, file), folder: path };
    }
    return { kind: 'folder', path };
  }
  if (isArchiveName(name)) return { kind: 'archive', path };
  if (formatOfName(name) === 'keras-weights') {
    throw new ConfigError(`${name} holds weights without a model; the page opens whole models.`, { path: name });
  }
  if (MODEL_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending))) return { kind: 'model', path, folder: null };
  throw new ConfigError(`The page cannot open ${name}. ${EXPECTED}`, { path: name });
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );

/** Adds a model's files; returns its URL. In a folder that was named, links may not lead out of it. */
async function addModel(path: string, folder: string | null, files: Map<string, ServedFile>): Promise<string> {
  const name = basename(path);
  files.set(`/model/${name}`, served(await namedFile(path, folder)));
  if (name.toLowerCase().endsWith('.json')) {
    const shards = await listShards(path).catch((cause: unknown) => {
      if (!(cause instanceof CnnGpuError)) throw cause;
      throw new FormatError(`Cannot open ${path}: ${cause.message}`, { path }, { cause });
    });
    for (const shard of shards) {
      files.set(`/model/${shard}`, served(await namedFile(join(dirname(path), shard), dirname(path))));
    }
  }
  return `/model/${encodeURIComponent(name)}`;
}

/** Where a file really is, which links may not make another place than `folder`. */
async function namedFile(path: string, folder: string | null): Promise<string> {
  const found = folder === null ? await realFile(path) : await realFileIn(await realpath(folder), path);
  if (found !== undefined) return found.file;
  throw new DataError(`${path} is no file, or a link out of its folder. The page opens files only.`, { path });
}

async function addData(
  { kind, path }: Named,
  files: Map<string, ServedFile>,
): Promise<{ readonly data: WebSessionData; readonly images: OpenedWebSession['images'] }> {
  if (kind === 'set') return { data: { name: path, url: path }, images: null };
  const name = basename(path);
  if (kind === 'folder') {
    const { index, images, leftOut } = await indexWebFolder(path);
    for (const [url, image] of images) files.set(url, image);
    files.set('/data/index.json', servedJson(index));
    const { files: found, classNames } = index;
    return {
      data: { name, url: '/data/index.json' },
      images: { count: found.length, classes: classNames.length, leftOut },
    };
  }
  files.set(`/data/${name}`, served(await namedFile(path, null)));
  const url = `/data/${encodeURIComponent(name)}`;
  return { data: { name: withoutArchiveExtension(name), url }, images: null };
}
