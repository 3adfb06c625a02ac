const encoder = new TextEncoder();

/** Blocks of a tar archive for one member, in the ustar layout. */
export function tarMember(name: string, contents: Uint8Array, type = '0', prefix = ''): Uint8Array {
  const member = new Uint8Array(512 + Math.ceil(contents.length / 512) * 512);
  const put = (text: string, at: number) => member.set(encoder.encode(text), at);
  put(name, 0);
  put('0000644\0', 100);
  put(`${contents.length.toString(8).padStart(11, '0')}\0`, 124);
  put('        ', 148);
  put(type, 156);
  put('ustar\0', 257);
  put(prefix, 345);
  const sum = member.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  member.set(contents, 512);
  return member;
}

/** An uncompressed tar archive of these members. */
export const tarArchive = (...members: Uint8Array[]): Uint8Array => Buffer.concat([...members, new Uint8Array(1024)]);
