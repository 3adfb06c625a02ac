// Run by write-file-atomic.test.ts under a limit on the size of files.
import { writeFileAtomic } from '../../src/node/write-file-atomic.ts';

const path = process.argv[2];
await writeFileAtomic(path, new Uint8Array(4_000_000)).catch((error: Error) => console.log(error.message));
