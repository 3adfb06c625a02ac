import type { Kernel } from './kernel.ts';

/**
 * Turns a failed compilation into `file:line:column: message` lines. A kernel's text is joined from several files, so
 * line numbers are mapped back to the piece they came from.
 */
export async function explainCompilation(module: GPUShaderModule, kernel: Kernel, cause: unknown): Promise<string[]> {
  // A lost device has no messages either.
  const { messages } = await module.getCompilationInfo().catch(() => ({ messages: [] }));
  const errors = messages.filter((message) => message.type === 'error');
  if (errors.length === 0) return [(cause as { message?: string }).message ?? String(cause)];
  return errors.map(({ lineNum, linePos, message }) => {
    const { piece, line } = locate(kernel.code, lineNum);
    const file = piece === kernel.code.length - 1 ? `${kernel.name}.wgsl` : `${kernel.name} (piece ${piece + 1})`;
    return `${file}:${line}:${linePos}: ${message}`;
  });
}

/** The piece of the joined text that holds a line (counted from 1), and the line within it. */
export function locate(code: readonly string[], lineNum: number): { piece: number; line: number } {
  let line = lineNum;
  for (const [piece, text] of code.entries()) {
    const lines = text.split('\n').length;
    if (line <= lines || piece === code.length - 1) return { piece, line };
    line -= lines;
  }
  return { piece: 0, line: lineNum };
}
