import { type Browser, chromium } from 'playwright-core';
import { unpackChromium } from './unpack-chromium.ts';

/** WebGPU is there, and quiet: it looks for nothing on any network. */
const FLAGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the Chromium of the package `@sparticuz/chromium`, with WebGPU on its software adapter. */
export async function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  const { executable, environment } = await unpackChromium();
  return chromium.launch({
    executablePath: executable,
    args: [...FLAGS, ...flags],
    env: { ...(process.env as Record<string, string>), ...environment },
  });
}
