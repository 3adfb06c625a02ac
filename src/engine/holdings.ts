import type { Storage } from './storage.ts';

/** What a plan has to give back when it is disposed: memory of its own, and its hold on the tensors it reads. @internal */
export class Holdings {
  readonly #returns: (() => void)[] = [];

  add(giveBack: () => void): void {
    this.#returns.push(giveBack);
  }

  /** Keeps a storage's memory, also when its tensors are disposed. */
  retain(storage: Storage): void {
    storage.retain();
    this.add(() => storage.drop());
  }

  /** Gives everything back; nothing the second time. */
  release(): void {
    for (const giveBack of this.#returns.splice(0)) giveBack();
  }
}
