import { expect, it } from 'vitest';
import { writeFiles } from '../support/images.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

// What it serves is tested where there is a page: in the package as it ships, test/package/web.test.ts.

const temporaryFolder = temporaryFolders();

it.each([
  [['--port', '65536'], 2, 'A port from 1 to 65535 is expected, or 0 for any that is free.'],
  [['--port', '-1'], 2, 'A port from 1 to 65535 is expected'],
  [['model.onnx'], 2, 'The page cannot open model.onnx.'],
  [['nowhere'], 1, 'Cannot open nowhere: it, or the folder it is in, does not exist.'],
] as const)('web refuses %j', async (args, expected, message) => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'model.onnx': '' });
  const { status, stdout, stderr } = await runCli(['web', ...args], folder);
  expect([status, stdout]).toEqual([expected, '']);
  expect(stderr).toContain(message);
});
