import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const run = (...args: string[]) => runCli(args, tmpdir());

describe('summary of an application', () => {
  it('gives figures to programs', async () => {
    const { status, events } = await run('summary', 'resnet50', '--no-top', '--input', '100x100x3', '--json');
    expect(status).toBe(0);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      total: 23_587_712,
      trainable: 23_534_592,
      nonTrainable: 53_120,
      inputShape: [100, 100, 3],
      outputShape: [4, 4, 2048],
    });
    expect(events[0]?.['layers']).toHaveLength(175);
  });

  it('is a table, with explanations when asked for', async () => {
    const { stdout } = await run('summary', 'mobilenet', '--classes', '10', '--explain');
    expect(stdout).toContain('conv_preds (Conv2D)');
    // 1024 · 10 + 10 in the classifier.
    expect(stdout).toContain('conv_preds: 10,250 = kernel [1, 1, 1024, 10] 10,240 + bias [10] 10');
    expect(stdout).toContain('Total params: 3,239,114');
  });

  it('refuses what does not go together', async () => {
    const small = await run('summary', 'vgg19', '--input', '20x20x3');
    expect(small.status).toBe(1);
    expect(small.stderr).toContain('VGG19: needs images of at least 32x32; inputShape is [20, 20, 3].');
    const shape = await run('summary', 'vgg19', '--input', '20x20');
    expect(shape.status).toBe(2);
    expect(shape.stderr).toContain('Height, width and channels are expected, as 100x100x3.');
    expect((await run('summary', 'small', '--no-top')).stderr).toContain('--no-top is for applications: resnet50');
  });
});
