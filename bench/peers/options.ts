import { parseArgs } from 'node:util';
import { BENCHMARK_NAMES, type BenchmarkName } from '../../src/cli/benchmark-networks.ts';
import { listNames, ValueError } from '../../src/errors.ts';
import { PEER_NAMES, type PeerName, peers } from './peers.ts';

/** What to run, and how often. */
export interface Options {
  readonly networks: readonly BenchmarkName[];
  readonly peers: readonly PeerName[];
  readonly devices: readonly string[];
  readonly rounds: number;
  readonly steps: number;
  readonly seconds: number;
  readonly json: boolean;
}

const DEVICES = [...new Set(PEER_NAMES.flatMap((name) => peers[name].devices))];

export const USAGE = `npm run bench:peers -- [options]
  --networks LIST  of ${BENCHMARK_NAMES.join(', ')} (default: all)
  --peers LIST     of ${PEER_NAMES.join(', ')} (default: all)
  --devices LIST   of ${DEVICES.join(', ')} (default: all)
  --rounds N       processes for each peer, device and network, in turns (default 3)
  --steps N        timed steps in each process, at most (default 10)
  --seconds N      no further step after as many seconds of timed ones (default 30); one is always taken
  --json           a line for each figure instead of tables`;

/** @throws ValueError for unknown names and for numbers below 1. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      networks: { type: 'string' },
      peers: { type: 'string' },
      devices: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      steps: { type: 'string', default: '10' },
      seconds: { type: 'string', default: '30' },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    networks: choices('network', values.networks, BENCHMARK_NAMES),
    peers: choices('peer', values.peers, PEER_NAMES),
    devices: choices('device', values.devices, DEVICES),
    rounds: count('rounds', values.rounds),
    steps: count('steps', values.steps),
    seconds: count('seconds', values.seconds),
    json: values.json,
  };
}

/** The names of a list with commas, in the order in which they are known. */
function choices<T extends string>(what: string, list: string | undefined, known: readonly T[]): readonly T[] {
  const given = list?.split(',');
  const unknown = given?.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined) {
    throw new ValueError(`There is no ${what} "${unknown}". Choose of ${listNames(known)}.`, { [what]: unknown });
  }
  return known.filter((name) => given === undefined || given.includes(name));
}

function count(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new ValueError(`--${option} is "${text}"; an integer of at least 1 is expected.`, { [option]: text });
}
