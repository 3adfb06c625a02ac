/** A batch of CIFAR-10's Python version as Python 2 pickled it, protocol 2: `labels` and rows of 3,072 bytes. */
export function pickledBatch(labels: readonly number[], rows: Uint8Array): Uint8Array {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(rows.length);
  const array = [
    'cnumpy.core.multiarray\n_reconstruct\nq\x04cnumpy\nndarray\nq\x05K\x00\x85U\x01b\x87Rq\x06',
    `(K\x01K${String.fromCharCode(labels.length)}M\x00\x0c\x86`,
    'cnumpy\ndtype\nq\x07U\x02u1K\x00K\x01\x87R(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x89T',
  ].join('');
  return Buffer.concat([
    Buffer.from(`\x80\x02}q\x01(U\x0bbatch_labelU\x04testU\x06labels]q\x02(`, 'latin1'),
    Buffer.from(labels.flatMap((label) => [0x4b, label])),
    Buffer.from(`eU\x04data${array}`, 'latin1'),
    size,
    rows,
    Buffer.from('tbU\x09filenames]q\x08U\x05a.pngau.', 'latin1'),
  ]);
}
