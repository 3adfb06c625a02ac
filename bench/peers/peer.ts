/** A network in one library on one device. */
export interface OpenPeer {
  /** What it runs on, in words. */
  readonly adapter: string;
  readonly version: string;
  /** Number of the network's parameters, counted in what the library was given. */
  readonly parameters: number;
  /**
   * Uploads the batch, runs forward, backward and update, and waits for the loss (before the update). Null where the
   * library cannot train.
   */
  readonly trainStep: (() => Promise<number>) | null;
  /** Uploads the batch and waits for the outputs `[batch, outputs]`. */
  readonly predict: () => Promise<Float32Array>;
}
