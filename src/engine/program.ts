import { TraceError } from '../errors.ts';
import type { Device } from './device.ts';
import type { OpCall } from './op.ts';

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
