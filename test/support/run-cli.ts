import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { CLI_FOLDER } from './build-cli.ts';

/** How a command ended. */
export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of stdout as JSON; only for `--json`. */
  readonly events: readonly CliEvent[];
}

export type CliEvent = { readonly event: string } & Readonly<Record<string, unknown>>;

/** Starts `cnn-gpu` in a process of its own; another build of it by its `script`. */
export function startCli(
  args: readonly string[],
  cwd: string,
  script: string = join(CLI_FOLDER, 'cli.js'),
): { child: ChildProcess; result: Promise<CliResult> } {
  const child = spawn(process.execPath, [script, ...args], { cwd });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  const result = new Promise<CliResult>((done, fail) => {
    child.on('error', fail);
    child.on('close', (status) => {
      const lines = args.includes('--json') ? texts.stdout.split('\n').filter((line) => line !== '') : [];
      done({ status, ...texts, events: lines.map((line) => JSON.parse(line)) });
    });
  });
  return { child, result };
}

/** Runs `cnn-gpu` to its end. */
export const runCli = (args: readonly string[], cwd: string): Promise<CliResult> => startCli(args, cwd).result;
