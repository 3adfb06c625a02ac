// Runs lists of kernel calls on all threads. Each call is cut into tasks, which threads take by a counter; a call
// begins when all tasks of the one before are done. Which thread takes a task makes no difference to its result.
//
// Nobody waits for a thread that is not working: one that wakes up late finds the tasks taken, and goes back to sleep.
import { setThreadScratch, THREAD_SCRATCH_BYTES } from './thread';

export { THREAD_SCRATCH_BYTES };

/** A call in memory, as `src/engine/cpu/call-list.ts` writes it. */
@unmanaged
class Call {
  /** Index in the function table. */
  kernel: u32;
  params: usize;
  tasks: u32;
  /** The next task to be taken. */
  next: u32;
  /** How many tasks are done. */
  done: u32;
}

/** What threads share, at an address below the module's data. */
@unmanaged
class Control {
  /** Counts the runs; threads sleep on it. */
  run: u32;
  /** Bit 0: whether threads may join the run. Above: twice the number of threads that did. */
  joined: u32;
  sleeping: u32;
  ended: u32;
  calls: usize;
  count: u32;
}

const control = changetype<Control>(64);
const RUN: usize = 64 + offsetof<Control>('run');
const JOINED: usize = 64 + offsetof<Control>('joined');
const SLEEPING: usize = 64 + offsetof<Control>('sleeping');
const ENDED: usize = 64 + offsetof<Control>('ended');

const OPEN: u32 = 1;
const ONE_THREAD: u32 = 2;

/** Looks at a counter before a thread sleeps: some 20 µs. */
const LOOKS: i32 = 10_000;
/** How long a thread sleeps that waits for the end of a call, in nanoseconds. */
const NAP: i64 = 50_000;

/** The main thread's part: runs `count` calls in order, with the help of up to `helpers` threads. */
export function run(calls: usize, count: u32, helpers: u32): void {
  let parallel = false;
  for (let i: u32 = 0; i < count; i++) {
    const call = callAt(calls, i);
    call.next = 0;
    call.done = 0;
    if (call.tasks > 1) parallel = true;
  }
  if (helpers == 0 || !parallel) {
    takePart(calls, count, false);
    return;
  }
  control.calls = calls;
  control.count = count;
  atomic.store<u32>(JOINED, OPEN);
  atomic.add<u32>(RUN, 1);
  if (atomic.load<u32>(SLEEPING) > 0) atomic.notify(RUN, helpers);
  takePart(calls, count, false);
  atomic.and<u32>(JOINED, ~OPEN);
  while (atomic.load<u32>(JOINED) != 0) {}
}

/** The whole life of another thread; returns after `end`. */
export function work(scratch: usize): void {
  setThreadScratch(scratch);
  let seen: u32 = 0;
  while (true) {
    for (let looks = LOOKS; looks > 0 && atomic.load<u32>(RUN) == seen; looks--) {}
    if (atomic.load<u32>(RUN) == seen) {
      atomic.add<u32>(SLEEPING, 1);
      atomic.wait<i32>(RUN, seen, -1);
      atomic.sub<u32>(SLEEPING, 1);
    }
    if (atomic.load<u32>(ENDED) != 0) return;
    seen = atomic.load<u32>(RUN);
    if (join()) {
      takePart(control.calls, control.count, true);
      atomic.sub<u32>(JOINED, ONE_THREAD);
    }
  }
}

/** Called once in the main thread. */
export function start(scratch: usize): void {
  setThreadScratch(scratch);
}

/** Lets all other threads return from `work`. */
export function end(): void {
  atomic.store<u32>(ENDED, 1);
  atomic.add<u32>(RUN, 1);
  atomic.notify(RUN, -1);
}

/** Joins the run unless it is over: then its memory may be gone. */
function join(): bool {
  while (true) {
    const joined = atomic.load<u32>(JOINED);
    if ((joined & OPEN) == 0) return false;
    if (atomic.cmpxchg<u32>(JOINED, joined, joined + ONE_THREAD) == joined) return true;
  }
}

/** Takes tasks of one call after the other until all are done. A browser's main thread must not sleep. */
function takePart(calls: usize, count: u32, maySleep: bool): void {
  for (let i: u32 = 0; i < count; i++) {
    const call = callAt(calls, i);
    const tasks = call.tasks;
    const next = changetype<usize>(call) + offsetof<Call>('next');
    const done = changetype<usize>(call) + offsetof<Call>('done');
    while (atomic.load<u32>(next) < tasks) {
      const task = atomic.add<u32>(next, 1);
      if (task >= tasks) break;
      call_indirect<void>(call.kernel, call.params, task);
      atomic.add<u32>(done, 1);
    }
    for (let looks = 0; atomic.load<u32>(done) < tasks; looks++) {
      if (maySleep && looks > LOOKS) atomic.wait<i32>(done, atomic.load<u32>(done), NAP);
    }
  }
}

@inline
function callAt(calls: usize, i: u32): Call {
  return changetype<Call>(calls + i * offsetof<Call>());
}
