import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Measurement, Task } from './measure.ts';

type Message = { readonly measurement: Measurement } | { readonly failure: string };

/** Runs a task in a process of its own. Throws with the reason when that fails. */
export async function runTask(task: Task): Promise<Measurement> {
  // What libraries print goes to stderr: stdout is for figures.
  const child = fork(join(import.meta.dirname, 'child.ts'), { stdio: ['ignore', 2, 2, 'ipc'] });
  let message: Message | null = null;
  child.once('message', (received) => {
    message = received as Message;
  });
  child.send(task);
  const [code, signal] = await once(child, 'exit');
  const answer = message as Message | null;
  if (answer === null) throw new Error(`The process ended with ${signal ?? code} before it had figures.`);
  if ('failure' in answer) throw new Error(answer.failure);
  return answer.measurement;
}
