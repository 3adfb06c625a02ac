/** The name of an op's kernel and of its file: `leaky-relu` for `leakyRelu`. */
export const kernelName = (op: string): string => op.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
