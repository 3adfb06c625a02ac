import { DisposedError, TraceError } from '../errors.ts';
import type { Device } from './device.ts';
import type { OpCall } from './op.ts';
import { showShape } from './shape.ts';
import type { Storage } from './storage.ts';

/** What a trace recorded: the calls in order. Its tensors are slots without memory. */
export interface Program {
  readonly device: Device;
  readonly calls: readonly OpCall[];
}

let open: { device: Device; calls: OpCall[] } | null = null;

/** The trace being recorded, if any. @internal */
export const openProgram = () => open;

/**
 * Runs `build` once without computing anything and records each op call. Shapes are checked as always; memory is
 * neither taken nor freed. Throws `TraceError` when a trace is open already.
 */
export function trace(device: Device, build: () => void): Program {
  if (open !== null) throw new TraceError('A trace was started inside a trace. Finish the outer one first.');
  const program = { device, calls: [] as OpCall[] };
  open = program;
  try {
    build();
  } finally {
    open = null;
  }
  return program;
}

/** Refuses what cannot be recorded, such as reading numbers. @internal */
export function refuseInTrace(action: string): void {
  if (open !== null) {
    throw new TraceError(
      `${action} inside a trace, where nothing is computed yet. Move it out of the traced function.`,
    );
  }
}

/**
 * Refuses a program that reads a tensor without contents: one disposed since the trace, or of another trace. Called
 * when a plan is made.
 *
 * @internal
 */
export function checkSources({ calls }: Program): void {
  const written = new Set<Storage>();
  for (const { op, inputs, outputs } of calls) {
    for (const [name, { storage, shape }] of Object.entries(inputs)) {
      if (storage.isPlaced || written.has(storage)) continue;
      const what = `${op.name}: input "${name}" ${showShape(shape)}`;
      if (storage.isFreed) throw new DisposedError(what);
      throw new TraceError(
        `${what} belongs to another trace. Keep it there (prepare's \`keep\`), and run that plan first.`,
      );
    }
    for (const { storage } of Object.values(outputs)) written.add(storage);
  }
}
