import { FormatError } from '../errors.ts';

/**
 * Refuses names of an archive's members that are empty or lead out of the folder they would be unpacked to.
 *
 * @throws FormatError, naming the member.
 */
export function checkMemberName(name: string, archive: 'zip' | 'tar'): void {
  const isUnsafe =
    name === '' || /^([/\\]|[a-z]:)/i.test(name) || name.split(/[/\\]/).includes('..') || name.includes('\0');
  if (!isUnsafe) return;
  throw new FormatError(
    `The ${archive} archive has the member ${JSON.stringify(name)}, a path that leads out of its folder.`,
    { name },
  );
}
