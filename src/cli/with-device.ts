import type { Device } from '../index.ts';
import { createDevice, type DeviceSettings, releaseDawn } from '../node/index.ts';

/** Opens a device for as long as `use` runs. */
export async function withDevice<T>(settings: DeviceSettings, use: (device: Device) => Promise<T>): Promise<T> {
  try {
    const device = await createDevice(settings);
    try {
      return await use(device);
    } finally {
      device.dispose();
    }
  } finally {
    releaseDawn();
  }
}
