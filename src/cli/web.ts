import type { Command } from 'commander';
import { openWebSession } from '../node/open-web-session.ts';
import { webPageFiles } from '../node/web-page-files.ts';
import { startWebServer } from '../node/web-server.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { count } from './count.ts';
import { interruptedError, untilInterrupted } from './interruption.ts';
import { openBrowser } from './open-browser.ts';
import { portNumber } from './option-values.ts';
import { Output } from './output.ts';
import { printable } from './printable.ts';

interface WebOptions extends CommonOptions {
  readonly port?: number;
  readonly open?: boolean;
}

/** Defines `cnn-gpu web`. */
export function addWebCommand(program: Command): void {
  const command = program
    .command('web')
    .summary('train and predict in a web page')
    .description(
      'Serves a page to this computer that trains and predicts in the browser, and opens in it the model and the images ' +
        'named here. Nothing leaves the computer. Ctrl-C ends it.',
    )
    .argument(
      '[model-or-data...]',
      'a model (file, or the folder of a run), and images: a folder of class folders, an archive of one, or "digits"',
    )
    .option('--port <n>', 'port of the server, 0 for any (default: 4173, or the next that is free)', portNumber)
    .option('--open', 'open the page in the default browser');
  addCommonOptions(command)
    .addHelpText('after', '\nExample:\n  $ cnn-gpu web runs/photos photos --open')
    .action((names: string[], options: WebOptions) => web(names, options));
}

async function web(names: readonly string[], options: WebOptions): Promise<void> {
  const output = new Output(options);
  const { session, files, images } = await openWebSession(names);
  const page = await webPageFiles();
  if (images !== null && images.leftOut > 0) {
    output.warn(`Left out, as links out of the folder or to nothing: ${count(images.leftOut, 'image')}.`);
  }
  const interrupted = untilInterrupted();
  const server = await startWebServer(new Map([...page, ...files]), options);
  if (images !== null && session.data !== null) {
    const found = `${count(images.count, 'image')} of ${count(images.classes, 'class', 'classes')}`;
    output.say(`Images: ${printable(session.data.name)}, ${found}`);
  }
  output.result(`The page is at ${server.url}`);
  output.event({ event: 'listening', url: server.url, port: server.port, ...session, images });
  output.say('Ctrl-C ends it.');
  if (options.open) openBrowser(server.url);
  await interrupted;
  await server.close();
  throw interruptedError('Stopped.');
}
