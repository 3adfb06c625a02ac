/** Asks the GPU for a promise of its work. Where that costs more than waiting, the runtime has a way of its own. */
export type AskGpu = <T>(ask: () => Promise<T>) => Promise<T>;
