import {
  CnnGpuError,
  ConfigError,
  DataError,
  DeviceLostError,
  DeviceUnavailableError,
  DisposedError,
  DTypeError,
  FormatError,
  GpuOutOfMemoryError,
  GpuValidationError,
  KernelCompileError,
  MissingPackageError,
  NoGradientError,
  NotBuiltError,
  NotCompiledError,
  ShapeError,
  TraceError,
  ValueError,
  WorkerError,
  WriteError,
} from '../../errors.ts';

/** An error as it crosses between page and worker. */
export interface PortableError {
  /** The class: `ValueError`, or that of an error of the language or the browser. */
  readonly name: string;
  /** Null for errors that are not cnn-gpu's. */
  readonly code: string | null;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly stack: string | null;
  readonly cause: PortableError | null;
  /** The number that the side which threw it first knows it by. */
  readonly origin: number | null;
}

/** Which error of the other side an error stands for. */
const origins = new WeakMap<Error, number>();

/** All classes by their code: a bundler may give them other names, and others in the worker than in the page. */
const classes: Readonly<Record<string, { readonly prototype: CnnGpuError }>> = {
  SHAPE: ShapeError,
  DTYPE: DTypeError,
  VALUE: ValueError,
  DEVICE_UNAVAILABLE: DeviceUnavailableError,
  DEVICE_LOST: DeviceLostError,
  GPU_OUT_OF_MEMORY: GpuOutOfMemoryError,
  KERNEL_COMPILE: KernelCompileError,
  GPU_VALIDATION: GpuValidationError,
  TRACE: TraceError,
  DISPOSED: DisposedError,
  NO_GRADIENT: NoGradientError,
  NOT_BUILT: NotBuiltError,
  NOT_COMPILED: NotCompiledError,
  DATA: DataError,
  FORMAT: FormatError,
  CONFIG: ConfigError,
  WRITE: WriteError,
  WORKER: WorkerError,
  MISSING_PACKAGE: MissingPackageError,
};

/** What of an error can cross. Details that cannot are left out. */
export function errorToPortable(error: unknown, origin: number | null = null): PortableError {
  if (!(error instanceof Error)) {
    const message = `Something that is no error was thrown: ${String(error)}`;
    return { name: 'Error', code: null, message, details: {}, stack: null, cause: null, origin };
  }
  const { name, message, stack, cause } = error;
  const isOurs = error instanceof CnnGpuError;
  return {
    name,
    code: isOurs ? error.code : null,
    message,
    details: isOurs ? cloneable(error.details) : {},
    stack: stack ?? null,
    cause: cause === undefined ? null : errorToPortable(cause),
    origin: origin ?? origins.get(error) ?? null,
  };
}

/** The error of the other side: of the same class, with the same code, message and details. */
export function errorFromPortable({ name, code, message, details, stack, cause, origin }: PortableError): Error {
  const options = cause === null ? {} : { cause: errorFromPortable(cause) };
  const error = code === null ? new Error(message, options) : ofOurs(code, message, details, options);
  if (error.name !== name) Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  if (stack !== null) Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
  if (origin !== null) origins.set(error, origin);
  return error;
}

function ofOurs(code: string, message: string, details: CnnGpuError['details'], options: ErrorOptions): CnnGpuError {
  const error = new CnnGpuError(code, message, details, options);
  // Each class puts its message together in its own way from what is no longer known here.
  if (Object.hasOwn(classes, code)) Object.setPrototypeOf(error, classes[code].prototype);
  return error;
}

function cloneable(details: CnnGpuError['details']): CnnGpuError['details'] {
  return Object.fromEntries(
    Object.entries(details).filter(([, value]) => {
      try {
        structuredClone(value);
        return true;
      } catch {
        return false;
      }
    }),
  );
}
