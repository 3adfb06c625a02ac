/**
 * Every error that cnn-gpu throws on purpose. Each class has a stable `code` and carries the offending values as
 * `details`; the message says what happened, what was expected, and what to do.
 */
export class CnnGpuError extends Error {
  /** Written out in each class: the names of classes themselves do not survive a page's bundler. */
  override readonly name: string = 'CnnGpuError';
  /** Stable machine-readable name of the kind of error. */
  readonly code: string;
  /** The values that led to the error. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** An op, layer or tensor got a shape that it cannot take. */
export class ShapeError extends CnnGpuError {
  override readonly name = 'ShapeError';
  readonly #what: string;
  readonly #problem: string;

  constructor(what: string, details: Readonly<Record<string, unknown>>, problem: string, options?: ErrorOptions) {
    super('SHAPE', `${what}: ${problem}`, { what, ...details }, options);
    this.#what = what;
    this.#problem = problem;
  }

  /** The same error that also says where it happened. */
  within(where: string, details: Readonly<Record<string, unknown>>): ShapeError {
    const options = { cause: this };
    return new ShapeError(this.#what, { ...this.details, ...details }, `${this.#problem} — ${where}`, options);
  }
}

/** An op got an element type that it cannot take. */
export class DTypeError extends CnnGpuError {
  override readonly name = 'DTypeError';

  constructor(what: string, actual: string, expected: string) {
    super('DTYPE', `${what}: has element type ${actual}; ${expected} is expected.`, { what, actual, expected });
  }
}

/** An option, attribute or argument has a value outside what is allowed. */
export class ValueError extends CnnGpuError {
  override readonly name = 'ValueError';

  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super('VALUE', message, details);
  }
}

/** No device of the wanted kind can be had. */
export class DeviceUnavailableError extends CnnGpuError {
  override readonly name = 'DeviceUnavailableError';

  constructor(message: string, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super('DEVICE_UNAVAILABLE', message, details, options);
  }
}

/** The GPU went away (driver reset, unplugged, too long a kernel) or its device was disposed. */
export class DeviceLostError extends CnnGpuError {
  override readonly name = 'DeviceLostError';

  constructor(reason: string, message: string) {
    super('DEVICE_LOST', `The GPU device was lost (${reason}): ${message} Start again from the last checkpoint.`, {
      reason,
    });
  }
}

/** The device has not enough memory, or a tensor exceeds the largest buffer that the adapter allows. */
export class GpuOutOfMemoryError extends CnnGpuError {
  override readonly name = 'GpuOutOfMemoryError';

  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super('GPU_OUT_OF_MEMORY', message, details);
  }
}

/** A WGSL kernel does not compile on this adapter. */
export class KernelCompileError extends CnnGpuError {
  override readonly name = 'KernelCompileError';

  constructor(kernel: string, messages: readonly string[]) {
    super('KERNEL_COMPILE', `Kernel "${kernel}" does not compile:\n${messages.join('\n')}`, { kernel, messages });
  }
}

/** WebGPU refused a command. This is a defect of cnn-gpu or of the driver. */
export class GpuValidationError extends CnnGpuError {
  override readonly name = 'GpuValidationError';

  constructor(message: string) {
    super('GPU_VALIDATION', `WebGPU refused a command: ${message}`);
  }
}

/** A trace was misused, for example by reading numbers inside it. */
export class TraceError extends CnnGpuError {
  override readonly name = 'TraceError';

  constructor(message: string) {
    super('TRACE', message);
  }
}

/** A tensor was used after its memory was freed. */
export class DisposedError extends CnnGpuError {
  override readonly name = 'DisposedError';

  constructor(what: string) {
    super(
      'DISPOSED',
      `${what} was used after it was disposed. Keep it alive, or return it from the scope that made it.`,
    );
  }
}

/** A gradient was asked for that an op does not have. */
export class NoGradientError extends CnnGpuError {
  override readonly name = 'NoGradientError';

  constructor(op: string, what: string) {
    super('NO_GRADIENT', `${op} has no gradient ${what}.`, { op, what });
  }
}

/** A model was used before its layers know their input shape. */
export class NotBuiltError extends CnnGpuError {
  override readonly name = 'NotBuiltError';

  constructor(message: string) {
    super('NOT_BUILT', message);
  }
}

/** A model was trained or evaluated before `compile`. */
export class NotCompiledError extends CnnGpuError {
  override readonly name = 'NotCompiledError';

  constructor(message: string) {
    super('NOT_COMPILED', message);
  }
}

/** A sample, image, file or data set cannot be used; `path` names the file where there is one. */
export class DataError extends CnnGpuError {
  override readonly name = 'DataError';

  constructor(message: string, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super('DATA', message, details, options);
  }
}

/** A saved model or other structured file is damaged, lying or of another version. */
export class FormatError extends CnnGpuError {
  override readonly name = 'FormatError';

  constructor(message: string, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super('FORMAT', message, details, options);
  }
}

/** A command-line option or configuration is wrong; the CLI exits with 2. */
export class ConfigError extends CnnGpuError {
  override readonly name = 'ConfigError';

  constructor(message: string, details: Readonly<Record<string, unknown>> = {}) {
    super('CONFIG', message, details);
  }
}

/** A file could not be written: full disk, missing permission. What was there before is untouched. */
export class WriteError extends CnnGpuError {
  override readonly name = 'WriteError';

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super('WRITE', `Cannot write ${path}: ${reason}`, { path, reason }, options);
  }
}

/** A web worker could not be started, or ended before its work was done. */
export class WorkerError extends CnnGpuError {
  override readonly name = 'WorkerError';

  constructor(message: string, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super('WORKER', message, details, options);
  }
}

/** An optional package is not installed. */
export class MissingPackageError extends CnnGpuError {
  override readonly name = 'MissingPackageError';

  constructor(packageName: string, purpose: string, options?: ErrorOptions) {
    super(
      'MISSING_PACKAGE',
      `${purpose} needs the package "${packageName}". Install it: npm install ${packageName}`,
      { packageName },
      options,
    );
  }
}

/** Names of a table's entries, for messages that list what is right. */
export const listNames = (names: Iterable<string>): string => [...names].map((name) => `"${name}"`).join(', ');
