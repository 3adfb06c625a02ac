import { measure, type Task } from './measure.ts';

// Started by main.ts with a channel for messages: takes a task and sends what was measured.

process.once('message', (task: Task) => {
  measure(task)
    .then(
      (measurement) => ({ measurement }),
      (error: unknown) => ({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
    // The libraries keep devices and threads, so the process would not end by itself.
    .then((message) => process.send?.(message, () => process.exit()))
    .catch(() => process.exit(1));
});
