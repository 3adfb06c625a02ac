import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { writeFiles } from '../support/images.ts';
import { type CliEvent, startCli } from '../support/run-cli.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

// The command as it ships, with the page that ships with it.

const temporaryFolder = temporaryFolders();
const command = join(inject('packed').project, 'node_modules', 'cnn-gpu', 'bin', 'cnn-gpu.cjs');
const start = (args: readonly string[], cwd: string) => startCli(['web', ...args], cwd, command);

/** The first line of stdout that has a text in it. */
const lineWith = (child: ChildProcess, text: string): Promise<string> =>
  new Promise((done, fail) => {
    let seen = '';
    child.stdout?.on('data', (part: string) => {
      seen += part;
      const line = seen
        .split('\n')
        .slice(0, -1)
        .find((one) => one.includes(text));
      if (line !== undefined) done(line);
    });
    child.once('close', () => fail(new Error(`It ended without a line with ${text}: ${seen}`)));
  });

async function startWeb(args: readonly string[], cwd: string) {
  const { child, result } = start([...args, '--port', '0', '--json'], cwd);
  const event: CliEvent = JSON.parse(await lineWith(child, '"event":"listening"'));
  return { child, result, event, url: event['url'] as string };
}

describe('cnn-gpu web', () => {
  it('serves the page, the model and the images that are named, until Ctrl-C', async () => {
    const folder = await temporaryFolder();
    await writeFiles(folder, {
      'run/model.safetensors': 'the model',
      'run/config.json': '{}',
      'photos/cats/1.png': 'a cat',
      'photos/dogs/1.png': 'a dog',
    });
    const { child, result, event, url } = await startWeb(['run', 'photos'], folder);
    expect(event).toEqual({
      event: 'listening',
      url: `http://127.0.0.1:${event['port']}/`,
      port: expect.any(Number),
      model: '/model/model.safetensors',
      data: { name: 'photos', url: '/data/index.json' },
      images: { count: 2, classes: 2, leftOut: 0 },
    });
    const get = async (path: string) => {
      const response = await fetch(new URL(path, url));
      return { status: response.status, headers: response.headers, text: await response.text() };
    };
    const page = await get('/');
    expect(page.text).toContain('<cnn-trainer');
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(page.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect((await get('/dist/browser/trainer.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await get('/model/model.safetensors')).text).toBe('the model');
    expect(JSON.parse((await get('/data/index.json')).text)).toMatchObject({ files: [{ url: '/data/0.png' }, {}] });
    expect((await get('/data/0.png')).text).toBe('a cat');
    for (const path of ['/model/config.json', '/package.json', '/src/errors.ts', '/run/config.json']) {
      expect((await get(path)).status).toBe(404);
    }

    child.kill('SIGINT');
    const { status, events, stderr } = await result;
    expect(status).toBe(130);
    expect(events.at(-1)).toEqual({ event: 'error', code: 'INTERRUPTED', message: 'Stopped.' });
    expect(stderr).not.toMatch(/^\s+at /m);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('gives every file that the page asks for', async () => {
    const { child, result, url } = await startWeb([], await temporaryFolder());
    const seen = new Set<string>();
    const waiting = ['/', '/dist/browser/trainer.js'];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      seen.add(path);
      const response = await fetch(new URL(path, url));
      expect([path, response.status]).toEqual([path, 200]);
      const text = await response.text();
      // Imports of the build, and what the page links to; both relative.
      for (const [, to] of text.matchAll(
        /(?:from|import|import\(|src=|href=)\s*["'](\.{0,2}\/?[\w./-]+\.(?:js|css|svg))["']/g,
      )) {
        const { pathname } = new URL(to as string, new URL(path, url));
        if (!seen.has(pathname)) waiting.push(pathname);
      }
    }
    expect(seen.size).toBeGreaterThanOrEqual(2);
    child.kill('SIGTERM');
    expect((await result).status).toBe(130);
  });

  it('prints the address for people', async () => {
    const { child, result } = start(['digits', '--port', '0'], await temporaryFolder());
    expect(await lineWith(child, 'http')).toMatch(/^The page is at http:\/\/127\.0\.0\.1:\d+\/$/);
    child.kill('SIGINT');
    expect(await result).toMatchObject({ status: 130, stderr: 'Stopped.\n' });
  });

  it('names --port where the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    try {
      const { status, stderr } = await start(['--port', String(port)], await temporaryFolder()).result;
      expect([status, stderr]).toEqual([
        1,
        `error: Port ${port} is used by another program. Give another one by --port, or 0 for any.\n`,
      ]);
    } finally {
      other.close();
    }
  });
});
