import type { Command, CommandContext } from './commands.ts';
import { commandOf, submit, UniformBlocks, uniformBuffer } from './commands.ts';
import type { Dispatch } from './kernel.ts';

const MAX_PENDING = 64;
const UNIFORM_BYTES = 16 * 1024;

/** Dispatches of eager ops, gathered and submitted together: when many wait, or when somebody needs their results. */
export class EagerQueue {
  readonly #context: CommandContext;
  readonly #uniforms: GPUBuffer;
  readonly #blocks: UniformBlocks;
  #pending: Command[] = [];

  constructor(context: CommandContext) {
    this.#context = context;
    this.#blocks = new UniformBlocks(context.device);
    this.#uniforms = uniformBuffer(context.device, UNIFORM_BYTES);
  }

  add(dispatch: Dispatch): void {
    const offset = this.#blocks.add(dispatch);
    this.#pending.push(commandOf(dispatch, this.#uniforms, offset, this.#context));
    // A block is far smaller than the 512 bytes kept free here, so the next one always fits.
    if (this.#pending.length >= MAX_PENDING || this.#blocks.bytes > UNIFORM_BYTES - 512) this.flush();
  }

  /** Submits what waits. The params are written first; earlier submissions have read theirs by then (queue order). */
  flush(): void {
    if (this.#pending.length === 0) return;
    const { device } = this.#context;
    const commands = this.#pending;
    const params = this.#blocks.pack();
    this.#pending = [];
    this.#blocks.clear();
    device.queue.writeBuffer(this.#uniforms, 0, params);
    submit(device, commands, 'eager');
  }
}
