/**
 * A function that does one thing at a time: what is asked for meanwhile waits, and of several that wait only the last is
 * done. So a picture that changes quickly is predicted as often as the device can.
 */
export function latest<Argument>(work: (argument: Argument) => Promise<void>): (argument: Argument) => void {
  let waiting: { readonly argument: Argument } | null = null;
  let isBusy = false;
  const next = async (): Promise<void> => {
    isBusy = true;
    while (waiting !== null) {
      const { argument } = waiting;
      waiting = null;
      await work(argument);
    }
    isBusy = false;
  };
  return (argument) => {
    waiting = { argument };
    if (!isBusy) void next();
  };
}
