import * as errors from '../../errors.ts';
import { CnnGpuError } from '../../errors.ts';

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

const classes: ReadonlyMap<string, object> = new Map(
  Object.entries(errors).flatMap(([name, value]) =>
    typeof value === 'function' && value.prototype instanceof CnnGpuError ? [[name, value.prototype]] : [],
  ),
);

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
  const error = code === null ? new Error(message, options) : new CnnGpuError(code, message, details, options);
  // Each class puts its message together in its own way from what is no longer known here.
  const prototype = classes.get(name);
  if (prototype !== undefined) Object.setPrototypeOf(error, prototype);
  if (error.name !== name) Object.defineProperty(error, 'name', { value: name, configurable: true });
  if (stack !== null) Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
  if (origin !== null) origins.set(error, origin);
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
