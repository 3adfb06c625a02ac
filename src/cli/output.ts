import type { Writable } from 'node:stream';

/** How a command reports, as its options say. */
export interface OutputOptions {
  /** One JSON object a line on stdout; text for people goes to stderr. */
  readonly json?: boolean | undefined;
  /** Only results, warnings and errors. */
  readonly quiet?: boolean | undefined;
}

/** Where a command's words go: results and events to stdout, and with `--json` all other text to stderr. */
export class Output {
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  /** The stream for text that informs; progress bars write to it too. */
  readonly messages: Writable & { readonly isTTY?: boolean; readonly columns?: number };

  constructor({ json = false, quiet = false }: OutputOptions) {
    this.isJson = json;
    this.isQuiet = quiet;
    this.messages = json ? process.stderr : process.stdout;
  }

  /** Text that informs; nothing with `--quiet`. */
  say(text = ''): void {
    if (!this.isQuiet) this.messages.write(`${text}\n`);
  }

  /** What the command was run for, as text. */
  result(text: string): void {
    if (!this.isJson) process.stdout.write(`${text}\n`);
  }

  /** Something that went wrong without ending the command. */
  warn(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** A record for programs: a line of JSON with `--json`, else nothing. Numbers that are not finite become null. */
  event(record: { readonly event: string } & Readonly<Record<string, unknown>>): void {
    if (this.isJson) process.stdout.write(`${JSON.stringify(record)}\n`);
  }
}
