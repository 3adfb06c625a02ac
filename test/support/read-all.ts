/** All items of one pass. */
export async function readAll<T>(dataset: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of dataset) items.push(item);
  return items;
}

/** The numbers from 0 up to, but not including, `count`. */
export const range = (count: number): number[] => [...Array(count).keys()];
