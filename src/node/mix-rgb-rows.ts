import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MixRows } from '../data/bilinear.ts';
import { mixRowsWith } from '../data/mix-rgb-rows.ts';
import { packageFolder } from './package-folder.ts';

let loaded: Promise<MixRows> | undefined;

/** The fastest way to mix rows here, loaded once. */
export function loadMixRows(): Promise<MixRows> {
  loaded ??= readFile(join(packageFolder(), 'wasm', 'mix-rgb-rows.wasm')).then(mixRowsWith);
  return loaded;
}
