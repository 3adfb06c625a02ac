import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { DataError, WriteError } from '../../src/errors.ts';
import { type DownloadProgress, downloadFile } from '../../src/node/download-file.ts';
import { fileServers, serveFiles } from '../support/file-server.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();
const startServer = fileServers();

const contents = new TextEncoder().encode('0123456789');
const md5 = createHash('md5').update(contents).digest('hex');

let folder: string;
let path: string;
beforeEach(async () => {
  folder = join(await temporaryFolder(), 'new', 'folder');
  path = join(folder, 'file.gz');
});

const download = (address: string, onProgress?: (progress: DownloadProgress) => void) =>
  downloadFile({ url: `${address}file.gz`, path, md5, maxBytes: 100, onProgress });

async function leavePart(text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(`${path}.part`, text);
}

describe('downloadFile', () => {
  it('makes the folder, fetches the file and tells progress', async () => {
    const { address } = await startServer(serveFiles({ 'file.gz': contents }));
    const progress: DownloadProgress[] = [];
    await download(address, (step) => progress.push(step));
    expect(await readFile(path, 'utf8')).toBe('0123456789');
    expect(await readdir(folder)).toEqual(['file.gz']);
    expect(progress.at(-1)).toEqual({ url: `${address}file.gz`, receivedBytes: 10, totalBytes: 10 });
  });

  it('goes on where a broken download stopped', async () => {
    let breakOff: (() => void) | undefined;
    const server = await startServer((request, response) => {
      if (breakOff) return serveFiles({ 'file.gz': contents })(request, response);
      breakOff = () => response.destroy();
      response.writeHead(200, { 'content-length': 10 }).write('0123');
    });
    await expect(download(server.address, () => breakOff?.())).rejects.toThrow('it goes on where it stopped');
    expect(await readdir(folder)).toEqual(['file.gz.part']);
    expect(await readFile(`${path}.part`, 'utf8')).toBe('0123');

    const progress: DownloadProgress[] = [];
    await download(server.address, (step) => progress.push(step));
    expect(server.requests).toEqual(['/file.gz', '/file.gz bytes=4-']);
    expect(progress.at(-1)).toMatchObject({ receivedBytes: 10, totalBytes: 10 });
    expect(await readFile(path, 'utf8')).toBe('0123456789');
    expect(await readdir(folder)).toEqual(['file.gz']);
  });

  it('starts over where the server cannot send a part', async () => {
    await leavePart('012');
    const { address } = await startServer((_, response) => response.end(contents));
    await download(address);
    expect(await readFile(path, 'utf8')).toBe('0123456789');
  });

  it('starts over where the part left over is as long as the file or longer', async () => {
    await leavePart('something longer');
    const { address, requests } = await startServer(serveFiles({ 'file.gz': contents }));
    await download(address);
    expect(requests).toEqual(['/file.gz bytes=16-', '/file.gz']);
    expect(await readFile(path, 'utf8')).toBe('0123456789');
  });

  it('starts over where the server sends another part than was asked for', async () => {
    await leavePart('012');
    const { address } = await startServer((request, response) => {
      if (request.headers.range === undefined) return response.end(contents);
      return response.writeHead(206, { 'content-range': 'bytes 0-9/10' }).end(contents);
    });
    await download(address);
    expect(await readFile(path, 'utf8')).toBe('0123456789');
  });

  it('refuses and removes a file with another checksum', async () => {
    await leavePart('xyz');
    const { address } = await startServer(serveFiles({ 'file.gz': contents }));
    await expect(download(address)).rejects.toThrow(`${md5} is expected. It was removed; try again.`);
    expect(await readdir(folder)).toEqual([]);
    await download(address);
    expect(await readdir(folder)).toEqual(['file.gz']);
  });

  it('stops a server that sends too much', async () => {
    const { address } = await startServer((_, response) => response.end('x'.repeat(101)));
    await expect(download(address)).rejects.toThrow('sends more than the 100 bytes');
    expect(await readdir(folder)).toEqual([]);
  });

  it('says what the server answers', async () => {
    const { address } = await startServer(serveFiles({}));
    await expect(download(address)).rejects.toThrow(
      `Cannot download ${address}file.gz: the server answers 404 Not Found.`,
    );
  });

  it('says that the address cannot be reached', async () => {
    const attempt = download('http://127.0.0.1:1/');
    await expect(attempt).rejects.toThrow(DataError);
    await expect(attempt).rejects.toThrow('Cannot reach http://127.0.0.1:1/file.gz: ');
  });

  it('says that the file cannot be written', async () => {
    const { address } = await startServer(serveFiles({ 'file.gz': contents }));
    await mkdir(`${path}.part`, { recursive: true });
    await expect(download(address)).rejects.toThrow(WriteError);
    await expect(download(address)).rejects.toThrow(`Cannot write ${path}: it is a folder.`);
  });
});
