// What belongs to the thread that runs. Each thread has an instance of the module, and so globals of its own.

/** Bytes of memory that only this thread uses: packed blocks of a matrix product (`product.ts`). */
export const THREAD_SCRATCH_BYTES: u32 = 512 * 1024;

/** Address of this thread's scratch memory, with undefined contents. */
export let threadScratch: usize = 0;

/** Address of 64 bytes of zeros before it. */
export let threadZeros: usize = 0;

/** Called once in each thread, before anything else. */
export function setThreadScratch(address: usize): void {
  threadZeros = address;
  threadScratch = address + 64;
}
