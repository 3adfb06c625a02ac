import type { DeviceInfo, DeviceKind } from '../device.ts';
import type { AnyOp } from '../op.ts';
import { ReferenceDevice } from '../reference/reference-device.ts';

/** Runs on the processor: an op's fast `cpu` form where it has one, its reference loops otherwise. */
export class CpuDevice extends ReferenceDevice {
  override readonly kind: DeviceKind = 'cpu';
  override readonly info: DeviceInfo = { adapter: 'processor', software: true };

  override loops(op: AnyOp): AnyOp['reference'] {
    return op.cpu ?? op.reference;
  }
}
