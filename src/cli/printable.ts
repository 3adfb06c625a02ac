/**
 * A name of a file or class for people: characters that would break its line or command the terminal are shown as
 * escapes, such as `\x0a`.
 */
export const printable = (name: string): string =>
  name.replace(/\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
