import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { decodeTar } from '../formats/tar.ts';
import { cacheFolder } from './cache-folder.ts';
import { makeFolder } from './make-folder.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/** The package that carries SwiftShader, a Vulkan driver that runs on the processor, with a Vulkan loader. */
const CARRIER = '@sparticuz/chromium';
const LOADER = 'libvulkan.so.1';
const DRIVER = 'vk_swiftshader_icd.json';
const FILES = [LOADER, DRIVER, 'libvk_swiftshader.so'];
/** Guards against a lying archive; the real one unpacks to 15 MB. */
const MAX_ARCHIVE_BYTES = 256 * 2 ** 20;

const RTLD_NODELETE = 0x1000;

/** True when the system has a Vulkan loader. Asking Dawn instead would print a warning where there is none. */
export function hasVulkanLoader(): boolean {
  if (process.platform !== 'linux') return true;
  return loadLibrary(LOADER);
}

/**
 * Makes a software Vulkan driver known to the process, so that the next Dawn instance finds a WebGPU adapter on a
 * machine without GPU and without Vulkan. Linux x64 only; returns false where the package with the driver is missing.
 */
export async function installSoftwareAdapter(): Promise<boolean> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  const archive = findArchive();
  if (archive === null) return false;
  const folder = await unpack(archive);
  const driver = join(folder, DRIVER);
  process.env['VK_ICD_FILENAMES'] = driver;
  process.env['VK_DRIVER_FILES'] = driver;
  return loadLibrary(join(folder, LOADER));
}

function findArchive(): string | null {
  try {
    const main = createRequire(import.meta.url).resolve(CARRIER);
    const folder = join(main.slice(0, main.lastIndexOf(join(CARRIER, 'build'))), CARRIER);
    const archive = join(folder, 'bin', 'swiftshader.tar.br');
    return existsSync(archive) ? archive : null;
  } catch {
    return null;
  }
}

/** Unpacks the driver into the user's cache folder, once for each version of the archive (known by its size). */
async function unpack(archive: string): Promise<string> {
  const { size } = await stat(archive);
  const folder = join(cacheFolder(), `swiftshader-${size}`);
  const present = await Promise.all(FILES.map((name) => stat(join(folder, name)).catch(() => null)));
  if (present.every((file) => file !== null)) return folder;
  const tar = brotliDecompressSync(await readFile(archive), { maxOutputLength: MAX_ARCHIVE_BYTES });
  const files = decodeTar(tar);
  await makeFolder(folder);
  for (const name of FILES) {
    const bytes = files.get(name) ?? files.get(`./${name}`);
    if (bytes !== undefined) await writeFileAtomic(join(folder, name), bytes);
  }
  return folder;
}

/**
 * Loads a shared library and keeps it loaded. `dlopen` always throws here, as the library is no Node addon; whether
 * it was loaded shows in the message.
 */
function loadLibrary(path: string): boolean {
  const { RTLD_NOW, RTLD_GLOBAL } = constants.dlopen;
  try {
    process.dlopen({ exports: {} }, path, RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE);
    return true;
  } catch (error) {
    return error instanceof Error && error.message.includes('did not self-register');
  }
}
