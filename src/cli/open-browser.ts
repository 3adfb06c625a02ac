import { spawn } from 'node:child_process';

/** The program of each operating system that opens an address; where it is missing, nothing happens. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
const FREEDESKTOP = ['xdg-open'];

/** Opens an address in the default browser, if it can be, without waiting for it. */
export function openBrowser(url: string): void {
  const [program, ...args] = OPENERS[process.platform] ?? FREEDESKTOP;
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  // The address has been printed: people open it themselves.
  child.on('error', () => {});
  child.unref();
}
