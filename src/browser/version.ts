declare const __VERSION__: string;

/** The version of cnn-gpu. The build puts it in. */
export const version: string = __VERSION__;
