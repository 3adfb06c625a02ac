import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { solidPng, writeFiles } from '../support/images.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

async function photos(): Promise<string> {
  const folder = await temporaryFolder();
  const names = ['cat', 'dog'].flatMap((name) => [...Array(12).keys()].map((i) => `all/${name}.${i}.jpg`));
  await writeFiles(folder, Object.fromEntries(names.map((name) => [name, name])));
  return folder;
}

const byName = ['--classes', 'cats=cat.*', 'dogs=dog.*', '--train', '5', '--validation', '3', '--test', '2'];

describe('cnn-gpu data split', () => {
  it('splits a flat folder by names and prints six counts', async () => {
    const folder = await photos();
    const { status, stdout, stderr } = await runCli(['data', 'split', 'all', 'sets', ...byName], folder);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['folder', 'images'],
      ['train/cats', '5'],
      ['train/dogs', '5'],
      ['validation/cats', '3'],
      ['validation/dogs', '3'],
      ['test/cats', '2'],
      ['test/dogs', '2'],
      ['4 images left over'],
      [''],
    ]);
    expect(await readFile(join(folder, 'sets/validation/cats/cat.5.jpg'), 'utf8')).toBe('all/cat.5.jpg');
    expect(await readFile(join(folder, 'sets/test/dogs/dog.9.jpg'), 'utf8')).toBe('all/dog.9.jpg');
  });

  it('writes a manifest only, and never over another file', async () => {
    const folder = await photos();
    const args = ['data', 'split', 'all', 'split.json', ...byName, '--by', 'manifest', '--json'];
    const first = await runCli(args, folder);
    expect(first.events).toEqual([
      {
        event: 'end',
        folder: 'split.json',
        by: 'manifest',
        counts: { train: { cats: 5, dogs: 5 }, validation: { cats: 3, dogs: 3 }, test: { cats: 2, dogs: 2 } },
        leftOver: 4,
      },
    ]);
    const { files } = JSON.parse(await readFile(join(folder, 'split.json'), 'utf8'));
    expect(files).toHaveLength(20);
    expect(files[0].to).toBe('train/cats/cat.0.jpg');
    const second = await runCli(args, folder);
    expect(second.status).toBe(1);
    expect(second.stderr).toContain('is there already; nothing is overwritten');
  });

  it('keeps groups together', async () => {
    const folder = await temporaryFolder();
    const names = [1, 2, 3, 4].flatMap((patient) => [`all/a/p${patient} left.png`, `all/b/p${patient} right.png`]);
    await writeFiles(folder, Object.fromEntries(names.map((name) => [name, ''])));
    const args = ['data', 'split', 'all', 'sets', '--validation', '0.25'];
    const { stdout } = await runCli([...args, '--group-by', '^(p[0-9]+)'], folder);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['folder', 'images'],
      ['train/a', '3'],
      ['train/b', '3'],
      ['validation/a', '1'],
      ['validation/b', '1'],
      [''],
    ]);
    await access(join(folder, 'sets/validation/a/p4 left.png'));
    await access(join(folder, 'sets/validation/b/p4 right.png'));
    const wrong = await runCli([...args, '--group-by', 'p[0-9]+'], folder);
    expect([wrong.status, wrong.stderr.includes('it has no group in parentheses')]).toEqual([2, true]);
    const other = await runCli(['data', 'split', 'all', 'x', '--validation', '0.25', '--group-by', '^(q)'], folder);
    expect([other.status, other.stderr.includes('does not match --group-by ^(q)')]).toEqual([1, true]);
  });

  it('refuses when files are missing, and makes nothing', async () => {
    const folder = await photos();
    const args = ['data', 'split', 'all', 'sets', '--classes', 'cats=cat.{0..19}', '--validation', '5'];
    const { status, stderr } = await runCli(args, folder);
    expect(status).toBe(1);
    expect(stderr).toContain('holds no image cat.12, cat.13, cat.14, cat.15, cat.16 and 3 more');
    await expect(access(join(folder, 'sets'))).rejects.toThrow();
  });

  it.each([
    [['--validation', '0'], 'A count from 1 on or a share below 1 is expected.'],
    [[], 'Nothing to split off'],
    [['--validation', '0.2', '--by', 'move'], 'Allowed choices are copy, hard-link, symbolic-link, manifest.'],
    [['--validation', '0.2', '--classes', 'cats'], '"cats" names no class and pattern'],
  ])('explains what is wrong with %j', async (args, message) => {
    const folder = await temporaryFolder();
    await writeFiles(folder, { 'all/a/1.jpg': '', 'all/a/2.jpg': '' });
    const { status, stderr } = await runCli(['data', 'split', 'all', 'sets', ...args], folder);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('cnn-gpu data inspect', () => {
  it('tells what is there and what is wrong', async () => {
    const folder = await temporaryFolder();
    const image = (n: number) => solidPng(40, 60, [n, 0, 0]);
    await writeFiles(folder, {
      'train/a/1.png': await image(1),
      'train/a/2.png': await image(2),
      'train/b/3.png': 'no image',
      'test/a/1.png': await image(1),
      'test/b/4.jpg': await image(4),
    });
    const { status, stdout } = await runCli(['data', 'inspect', '.'], folder);
    expect(status).toBe(0);
    expect(stdout).toBe(
      [
        '5 images',
        'class    images  share',
        'train/a       2   40 %',
        'train/b       1   20 %',
        'test/a        1   20 %',
        'test/b        1   20 %',
        'Width:   60 to 60, median 60 pixels',
        'Height:  40 to 40, median 40 pixels',
        'Formats: 4 png',
        'Colors:  4 rgb',
        '1 image cannot be read:',
        '  train/b/3.png: its content is not a BMP, GIF, JPEG, PNG or WebP image',
        '1 image in more than one of train, validation and test: a leak:',
        '  train/a/1.png = test/a/1.png',
        '1 image with the ending of another format:',
        '  test/b/4.jpg is png',
        'The largest class has 2.00 times as many images as the smallest.',
        '',
      ].join('\n'),
    );
    const { events } = await runCli(['data', 'inspect', '.', '--json'], folder);
    expect(events).toMatchObject([{ event: 'end', total: 5, formats: { png: 4 }, imbalance: 2 }]);
  });
});

describe('cnn-gpu data preview', () => {
  it('draws images with and without changes', async () => {
    const folder = await temporaryFolder();
    for (const [i, name] of ['a', 'b'].entries()) {
      await writeFiles(folder, {
        [`${name}/1.png`]: await solidPng(40, 60, [100 * i, 50, 0]),
        [`${name}/2.png`]: 'bad',
      });
    }
    const plain = await runCli(['data', 'preview', '.'], folder);
    expect([plain.status, plain.stdout]).toEqual([0, '2 images of 40x40 in preview.png\n']);
    const args = ['--count', '5', '--image-size', '16x24', '--rotation', '40', '--zoom', '0.2', '--flip', '--json'];
    const changed = await runCli(['data', 'preview', '.', '--out', 'changed.png', ...args], folder);
    expect(changed.events).toEqual([{ event: 'end', file: 'changed.png', images: 5, imageSize: [16, 24] }]);
    for (const name of ['preview.png', 'changed.png']) {
      expect([...(await readFile(join(folder, name))).subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
    }
  });
});

describe('help', () => {
  it.each(['split', 'inspect', 'preview'])('explains data %s with an example', async (command) => {
    const { status, stdout, stderr } = await runCli(['data', command, '--help'], '.');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`Examples?:\n  \\$ cnn-gpu data ${command} `));
    expect(stdout).toContain('--json');
  });

  it('lists what belongs to data', async () => {
    const { status, stdout } = await runCli(['data', '--help'], '.');
    expect(status).toBe(0);
    for (const command of ['split', 'inspect', 'preview']) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  });
});
