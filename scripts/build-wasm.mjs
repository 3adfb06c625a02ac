// Compiles src/kernels/wasm (AssemblyScript) to wasm/*.wasm: the kernels of the CPU device as one module for each
// combination of arithmetic and memory, and the one that resizes images as a module of its own.
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = 'src/kernels/wasm';
const target = 'wasm';

const arithmetic = { simd: 'simd,threads', relaxed: 'simd,threads,relaxed-simd' };
const memory = { shared: ['--sharedMemory', '--maximumMemory', '65536'], local: [] };

/** Every kernel file is an entry, and so its functions are exported; files in lib/ are imported by them. */
const entries = [...readdirSync(join(root, sources)).filter((name) => name.endsWith('.ts')), 'lib/scheduler.ts'].map(
  (name) => `${sources}/${name}`,
);

mkdirSync(join(root, target), { recursive: true });
for (const [simd, features] of Object.entries(arithmetic)) {
  for (const [kind, flags] of Object.entries(memory)) {
    await compile(entries, `${target}/${simd}-${kind}.wasm`, [
      ...['--enable', features, '--initialMemory', '1', '--exportTable'],
      ...flags,
    ]);
  }
}
await compile([`${sources}/data/mix-rgb-rows.ts`], `${target}/mix-rgb-rows.wasm`, ['--enable', 'simd']);

async function compile(files, file, flags) {
  const { error, stderr } = await asc.main([
    ...files,
    ...['--baseDir', root, '--outFile', file, '--runtime', 'stub', '--importMemory', '--noExportMemory'],
    ...['-O3', '--noAssert', ...flags],
  ]);
  if (error !== null) {
    console.error(`${file} was not built:\n${stderr}`);
    process.exit(1);
  }
  console.log(`${file}  ${(statSync(join(root, file)).size / 1024).toFixed(1)} kB`);
}
