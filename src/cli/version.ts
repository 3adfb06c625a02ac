import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../node/index.ts';

/** The version of cnn-gpu, from its package. */
export const version: string = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')).version;
