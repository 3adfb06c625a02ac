import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Installs the libraries (`npm ci` in this folder) unless they are there as the lockfile says. */
export function installPeers(): void {
  const folder = import.meta.dirname;
  const changed = (path: string) => statSync(join(folder, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (changed('node_modules/.package-lock.json') >= changed('package-lock.json')) return;
  console.error(`Installing the libraries to compare with in ${folder}: npm ci, some 600 MB.`);
  // npm's words go to stderr: stdout is for figures.
  const { status } = spawnSync('npm', ['ci'], { cwd: folder, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`npm ci in ${folder} ended with ${status}. See what it printed above.`);
}
