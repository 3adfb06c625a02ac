import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where cnn-gpu keeps what it can fetch or make again, by the customs of the operating system. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: windows } = process.env;
  return join(xdg || platformCacheFolder(windows), 'cnn-gpu');
}

function platformCacheFolder(windows: string | undefined): string {
  if (process.platform === 'win32' && windows) return windows;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return join(homedir(), '.cache');
}
