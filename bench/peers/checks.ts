import { groupOf, type Run } from './figures.ts';

/** How far the losses of the first prediction may lie apart, as a share: far more than rounding, far less than a mistake. */
const TOLERANCE = 1e-3;

/**
 * What speaks against comparing the runs: other numbers of parameters or another function than the first peer's, or
 * training that does not lower the loss of the fixed batch. Empty when all is well.
 */
export function complaints(runs: readonly Run[]): string[] {
  return [...new Set(runs.flatMap((run) => complaintsAbout(run, runs)))];
}

function complaintsAbout({ task, measurement }: Run, runs: readonly Run[]): string[] {
  const who = groupOf(task);
  const { parameters, initialLoss, losses } = measurement;
  const found: string[] = [];
  const first = runs.find((run) => run.task.network === task.network)?.measurement;
  if (first !== undefined && parameters !== first.parameters) {
    found.push(`${who} has ${parameters} parameters instead of ${first.parameters}.`);
  }
  if (first !== undefined && !(Math.abs(initialLoss - first.initialLoss) <= TOLERANCE * first.initialLoss)) {
    found.push(`${who} predicts with a loss of ${initialLoss} before training instead of ${first.initialLoss}.`);
  }
  if (losses.length > 0 && !(losses.every(Number.isFinite) && (losses.at(-1) as number) < (losses[0] as number))) {
    found.push(`${who} does not learn: its losses are ${losses.join(', ')}.`);
  }
  return found;
}
