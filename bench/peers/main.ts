import { complaints } from './checks.ts';
import { figuresOf, groupOf, type Run } from './figures.ts';
import { installPeers } from './install.ts';
import type { Task } from './measure.ts';
import { type Options, parseOptions, USAGE } from './options.ts';
import { peers } from './peers.ts';
import { runTask } from './run-task.ts';
import { printTables } from './table.ts';

/** One task for each network, peer and device. */
function tasksOf({ networks, peers: names, devices, steps, seconds }: Options): Task[] {
  return networks.flatMap((network) =>
    names.flatMap((peer) =>
      peers[peer].devices
        .filter((device) => devices.includes(device))
        .map((device) => ({ peer, network, device, steps, seconds })),
    ),
  );
}

/** Runs all tasks in turns, one at a time. What fails is said and left out. */
async function runAll(options: Options): Promise<{ runs: Run[]; failures: number }> {
  const runs: Run[] = [];
  let failures = 0;
  for (let round = 1; round <= options.rounds; round++) {
    for (const task of tasksOf(options)) {
      console.error(`Round ${round} of ${options.rounds}: ${groupOf(task)}`);
      try {
        runs.push({ task, measurement: await runTask(task) });
      } catch (error) {
        failures++;
        console.error(`${groupOf(task)} failed: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
  return { runs, failures };
}

function readOptions(): Options | null {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    return null;
  }
}

const options = readOptions();
if (options === null) {
  process.exitCode = 2;
} else {
  installPeers();
  const { runs, failures } = await runAll(options);
  const figures = figuresOf(runs);
  if (options.json) for (const figure of figures) console.log(JSON.stringify({ event: 'peer', ...figure }));
  else printTables(figures, runs);
  const wrong = complaints(runs);
  for (const complaint of wrong) console.error(complaint);
  if (failures + wrong.length > 0) process.exitCode = 1;
}
