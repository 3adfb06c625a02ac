import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

/** An RGB or RGBA color. */
export type Color = readonly [red: number, green: number, blue: number, alpha?: number];

/** A sharp image of one color. */
export function solid(height: number, width: number, color: Color): Sharp {
  const channels = color.length === 4 ? 4 : 3;
  const pixels = Uint8Array.from({ length: height * width * channels }, (_, i) => color[i % channels]!);
  return sharp(pixels, { raw: { height, width, channels } });
}

/** Bytes of a PNG image of one color. */
export const solidPng = (height: number, width: number, color: Color): Promise<Uint8Array> =>
  solid(height, width, color).png().toBuffer();

/** Writes files, given by their paths inside `folder`, making folders as needed. */
export async function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array | string>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
}
