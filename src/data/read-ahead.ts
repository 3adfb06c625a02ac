/** Marks a promise as handled: its error is thrown when its turn comes, not before. */
function deferError<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/**
 * Applies `transform` to the items of `source` with up to `parallel` calls under way, and yields the results in the
 * order of the items. Before it ends, for whatever reason, all calls have settled and the source is closed.
 */
export async function* mapInOrder<T, U>(
  source: AsyncIterable<T>,
  transform: (item: T) => U | Promise<U>,
  parallel: number,
): AsyncGenerator<U> {
  const underWay: Promise<U>[] = [];
  const call = async (item: T) => transform(item);
  try {
    for await (const item of source) {
      underWay.push(deferError(call(item)));
      if (underWay.length === parallel) yield await underWay.shift()!;
    }
    while (underWay.length > 0) yield await underWay.shift()!;
  } finally {
    await Promise.allSettled(underWay);
  }
}

/**
 * Yields the items of `source` while up to `count` further ones are being made. `source` must be an async generator:
 * these queue the requests that come before the last one is answered, and so serve them one by one.
 */
export async function* readAhead<T>(source: AsyncGenerator<T>, count: number): AsyncGenerator<T> {
  const requests = Array.from({ length: count }, () => deferError(source.next()));
  try {
    for (;;) {
      const item = await requests.shift()!;
      if (item.done) return;
      requests.push(deferError(source.next()));
      yield item.value;
    }
  } finally {
    await source.return(undefined);
  }
}
