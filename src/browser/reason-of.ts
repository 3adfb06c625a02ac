/** What an error says, as a sentence: some of the browsers' messages end with a period, some do not. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error && error.message !== '' ? error.message : String(error);
  return message.endsWith('.') ? message : `${message}.`;
}
