/**
 * Names in the order in which layers are made, as Keras gives them in a new session: `conv2d`, `conv2d_1`, … Without
 * them a model would count its layers in its own order, and differ from Keras's where branches meet.
 */
export function creationNames(): (kind: string) => string {
  const counts = new Map<string, number>();
  return (kind) => {
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return count === 0 ? kind : `${kind}_${count}`;
  };
}
