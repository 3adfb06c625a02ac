import { DataError } from '../errors.ts';
import { reasonOf } from './reason-of.ts';

/** By the name of the error that `getUserMedia` gives. https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia */
const PROBLEMS: Readonly<Record<string, string>> = {
  AbortError: 'the browser gave up.',
  NotAllowedError:
    'it was denied. Allow it in the settings that the browser shows beside the address; in a frame, set allow="camera".',
  NotFoundError: 'there is none. Plug one in, or take image files.',
  NotReadableError: 'it cannot be used. Does another program use it?',
  OverconstrainedError: 'there is none with this deviceId. cameras() lists those that there are.',
  SecurityError: 'the settings of this browser forbid cameras.',
};

/** What is wrong when a browser does not open a camera, for people. */
export function cameraProblem(cause: unknown): DataError {
  const name = cause instanceof Error ? cause.name : '';
  const reason = Object.hasOwn(PROBLEMS, name) ? PROBLEMS[name] : reasonOf(cause);
  return new DataError(`Cannot open the camera: ${reason}`, { reason: name }, { cause });
}
