import { damaged, type Hdf5Bytes, unsupported } from './hdf5-bytes.ts';
import { type HeaderMessage, MESSAGE } from './object-header.ts';

const HARD_LINK = 0;
/** The cache type of a symbolic link in a symbol table. */
const SOFT = 2;

/** Names in a group and the addresses of the objects; symbolic links are left out. */
export function* links(file: Hdf5Bytes, messages: readonly HeaderMessage[]): Generator<[string, number]> {
  for (const { type, body } of messages) {
    if (type === MESSAGE.symbolTable) yield* symbolTable(file, body.u64(), body.u64());
    else if (type === MESSAGE.link) yield* link(body);
    else if (type === MESSAGE.linkInfo) refuseDense(body);
  }
}

function* symbolTable(file: Hdf5Bytes, tree: number, heap: number): Generator<[string, number]> {
  const names = file.at(heap).expect('HEAP').skip(20).u64();
  const nodes = [tree];
  const seen = new Set<number>();
  for (let address = nodes.pop(); address !== undefined; address = nodes.pop()) {
    if (seen.has(address)) throw damaged('a group that leads back to itself');
    seen.add(address);
    const node = file.at(address).expect('TREE');
    if (node.u8() !== 0) throw damaged('a group without a tree of names');
    const level = node.u8();
    const count = node.u16();
    node.skip(16);
    for (let i = 0; i < count; i++) {
      const child = node.skip(8).u64();
      if (level > 0) nodes.push(child);
      else if (seen.has(child)) throw damaged('a group that leads back to itself');
      else {
        seen.add(child);
        yield* symbols(file, child, names);
      }
    }
  }
}

function* symbols(file: Hdf5Bytes, address: number, names: number): Generator<[string, number]> {
  const node = file.at(address).expect('SNOD').skip(2);
  const count = node.u16();
  for (let i = 0; i < count; i++) {
    const name = file.at(names + node.u64()).text();
    const object = node.u64OrNull();
    const kind = node.u32();
    node.skip(20);
    if (kind !== SOFT && object !== null) yield [name, object];
  }
}

/** HDF5 File Format Specification, IV.A.2.g. */
function* link(body: Hdf5Bytes): Generator<[string, number]> {
  const flags = body.skip(1).u8();
  const kind = (flags & 8) === 0 ? HARD_LINK : body.u8();
  if ((flags & 4) !== 0) body.skip(8);
  if ((flags & 16) !== 0) body.skip(1);
  const width = flags & 3;
  const length = width === 0 ? body.u8() : width === 1 ? body.u16() : width === 2 ? body.u32() : body.u64();
  const name = new TextDecoder().decode(body.take(length));
  if (kind === HARD_LINK) yield [name, body.u64()];
}

function refuseDense(info: Hdf5Bytes): void {
  const flags = info.skip(1).u8();
  if ((flags & 1) !== 0) info.skip(8);
  if (info.u64OrNull() !== null) throw unsupported('a group in the newest layout ("libver=latest")');
}
