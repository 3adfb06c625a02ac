import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const run = (...args: string[]) => runCli(args, tmpdir());

describe('help', () => {
  it('lists the commands', async () => {
    const { status, stdout } = await run('--help');
    expect(status).toBe(0);
    for (const command of [
      'train',
      'evaluate',
      'predict',
      'summary',
      'convert',
      'compare',
      'web',
      'devices',
      'verify',
      'bench',
    ]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    }
  });

  it.each(['train', 'evaluate', 'predict', 'summary', 'convert', 'compare', 'web', 'devices', 'verify', 'bench'])(
    'explains %s with an example',
    async (command) => {
      const { status, stdout, stderr } = await run(command, '--help');
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toContain(`Example:\n  $ cnn-gpu ${command}`);
      expect(stdout).toContain('--json');
    },
  );

  it('tells the version', async () => {
    const { status, stdout } = await run('--version');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('wrong usage', () => {
  it.each([
    [[], 'Usage: cnn-gpu'],
    [['trai'], "unknown command 'trai'"],
    [['train', '--epoch', '3'], "unknown option '--epoch'"],
    [['train', 'a', 'b'], 'too many arguments'],
    [['train', '--epochs', '0'], 'A whole number of at least 1 is expected.'],
    [['train', '--batch-size', '1.5'], 'A whole number of at least 1 is expected.'],
    [['train', '--seed', '-1'], 'A whole number from 0 to 4294967295 is expected.'],
    [['train', '--image-size', '10x'], 'Pixels from 1 to 4096 are expected'],
    [['train', '--validation-split', '1'], 'A number between 0 and 1 is expected'],
    [['train', '--learning-rate', 'fast'], 'A number above 0 is expected.'],
    [['train', '--optimizer', 'adagrad'], 'Allowed choices are adam, adamw, sgd, rmsprop.'],
    [['train', '--device', 'gpu'], 'Allowed choices are auto, webgpu, cpu, reference, and numbers of GPUs.'],
    [['train', '--model', 'huge'], '"small", "small-bn", "cifar10", "cats-dogs"'],
    [['train', '--image-size', '16'], '--image-size is for folders'],
    [['train', '--color-mode', 'grayscale'], '--color-mode is for folders'],
    [['train', 'photos', '--data-dir', 'x'], '--data-dir is for the named sets'],
    [['evaluate', 'model.safetensors'], "missing required argument 'data'"],
    [['predict', 'model.safetensors'], "missing required argument 'file'"],
    [['summary', 'small', '--classes', '1'], 'At least 2 classes are needed.'],
    [['verify', '--op', 'conv3d'], 'There is no op "conv3d". Choose of "accumulate"'],
  ])('%j exits with 2 and says why', async (args, message) => {
    const { status, stdout, stderr } = await run(...args);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect([status, stdout]).toEqual([2, '']);
  });

  it('is an event for programs', async () => {
    const { status, events } = await run('train', '--epochs', 'many', '--json');
    expect(status).toBe(2);
    expect(events).toEqual([{ event: 'error', code: 'USAGE', message: expect.stringContaining("'--epochs <n>'") }]);
  });
});

describe('summary', () => {
  it('lists a network by name', async () => {
    const { status, stdout } = await run('summary', 'cifar10', '--image-size', '32', '--classes', '10');
    expect(status).toBe(0);
    expect(stdout).toContain('Total params: 159,018');
    expect(stdout).toContain('Non-trainable params: 512');
  });

  it('gives figures to programs', async () => {
    const { status, events } = await run('summary', 'cats-dogs', '--image-size', '150', '--json');
    expect(status).toBe(0);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      event: 'end',
      inputShape: [150, 150, 3],
      outputShape: [1],
      parameters: { total: 3_453_121, trainable: 3_453_121, nonTrainable: 0 },
    });
  });
});

it('tells programs of wrong usage as of any other error', async () => {
  const { status, events } = await run('train', '--epoch', '3', '--json');
  expect(status).toBe(2);
  expect(events).toEqual([
    { event: 'error', code: 'USAGE', message: expect.stringMatching(/^unknown option '--epoch'/) },
  ]);
});
