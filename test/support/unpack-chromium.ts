import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { decodeTar } from '../../src/formats/tar.ts';
import { cacheFolder } from '../../src/node/cache-folder.ts';
import { makeFolder } from '../../src/node/make-folder.ts';

const unpacked = promisify(brotliDecompress);

/** A Chromium on disk. */
export interface ChromiumFiles {
  readonly executable: string;
  /** What it needs in its environment: libraries and fonts of its own, none of the system's. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Unpacks the Chromium of the package `@sparticuz/chromium` with the libraries and the software GPU that it needs into
 * the user's cache folder, once for each version of it.
 */
export async function unpackChromium(): Promise<ChromiumFiles> {
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const bin = join(main.slice(0, main.lastIndexOf(join('chromium', 'build'))), 'chromium', 'bin');
  const { size } = await stat(join(bin, 'chromium.br'));
  const folder = join(cacheFolder(), `chromium-${size}`);
  const executable = join(folder, 'chromium');
  if (!existsSync(executable)) await unpackInto(folder, bin);
  const environment = { LD_LIBRARY_PATH: join(folder, 'lib'), FONTCONFIG_PATH: folder };
  return { executable, environment };
}

/** Several processes may do so at once: each unpacks beside the folder, and the first one's becomes it. */
async function unpackInto(folder: string, bin: string): Promise<void> {
  const own = `${folder}.${randomUUID()}`;
  for (const archive of ['swiftshader', 'al2023', 'fonts']) await unpackTar(join(bin, `${archive}.tar.br`), own);
  await writeFile(join(own, 'fonts.conf'), fontsIn(folder));
  const bytes = await unpacked(await readFile(join(bin, 'chromium.br')));
  await writeFile(join(own, 'chromium'), bytes, { mode: 0o755 });
  await rename(own, folder).catch(async (error: unknown) => {
    await rm(own, { recursive: true, force: true });
    if (!existsSync(join(folder, 'chromium'))) throw error;
  });
}

const fontsIn = (folder: string): string =>
  `<?xml version="1.0"?><fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>\n`;

async function unpackTar(archive: string, folder: string): Promise<void> {
  for (const [name, bytes] of decodeTar(await unpacked(await readFile(archive)))) {
    const path = join(folder, name);
    await makeFolder(dirname(path));
    await writeFile(path, bytes);
  }
}
