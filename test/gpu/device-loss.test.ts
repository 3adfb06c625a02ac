import { describe, expect, it } from 'vitest';
import { trace } from '../../src/engine/program.ts';
import { type Tensor, tensor } from '../../src/engine/tensor.ts';
import { DeviceLostError } from '../../src/errors.ts';
import { add, relu, tanh } from '../../src/ops/index.ts';
import { ownDevices } from '../support/own-device.ts';

const ownDevice = ownDevices();

describe('a lost device', () => {
  it('makes every call an error', async () => {
    const { device, raw } = await ownDevice();
    const x = tensor(device, [2], [1, -2]);
    const made: Tensor[] = [];
    const program = trace(device, () => {
      made.push(relu(x));
    });
    const plan = await device.prepare(program, made);
    plan.run();
    raw.destroy();
    await raw.lost;
    for (let time = 0; time < 2; time++) {
      expect(() => plan.run()).toThrow(DeviceLostError);
      expect(() => device.write(x, Float32Array.of(1, 2))).toThrow(DeviceLostError);
      expect(() => tensor(device, [1], [1])).toThrow(DeviceLostError);
      expect(() => add(x, x)).toThrow(DeviceLostError);
      await expect(x.data()).rejects.toThrow(DeviceLostError);
      await expect(device.throttle(0)).rejects.toThrow(DeviceLostError);
      await expect(device.prepare(program)).rejects.toThrow(DeviceLostError);
    }
    x.dispose();
    plan.dispose();
  });

  it('ends reads, waits and preparations that are under way', async () => {
    const { device, raw } = await ownDevice();
    const x = tensor(device, [2], [1, -2]);
    const plan = await device.prepare(trace(device, () => relu(x)));
    const program = trace(device, () => tanh(add(x, x)));
    plan.run();
    const pending = [x.data(), relu(x).data(), device.throttle(0), device.prepare(program)];
    raw.destroy();
    const outcomes = await Promise.allSettled(pending);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(DeviceLostError) });
    }
  });

  it('is told by a kernel that is compiled as it happens', async () => {
    const { device, raw } = await ownDevice();
    const x = tensor(device, [2], [1, -2]);
    const program = trace(device, () => tanh(x));
    // As a browser does when its GPU process ends.
    const gone = () => Promise.reject(new DOMException('Instance dropped', 'OperationError'));
    const createShaderModule = raw.createShaderModule.bind(raw);
    raw.createShaderModule = (descriptor) =>
      Object.assign(createShaderModule(descriptor), { getCompilationInfo: gone });
    raw.createComputePipelineAsync = () => {
      raw.destroy();
      return gone();
    };
    await expect(device.prepare(program)).rejects.toThrow(DeviceLostError);
  });

  it('is told by the first call after the loss, before it is known', async () => {
    const { device, raw } = await ownDevice();
    const x = tensor(device, [2], [1, -2]);
    raw.destroy();
    await expect(x.data()).rejects.toThrow(DeviceLostError);
  });

  it('says why', async () => {
    const { device } = await ownDevice();
    const x = tensor(device, [2], [1, -2]);
    device.dispose();
    await expect(x.data()).rejects.toThrow('The GPU device was lost (destroyed): dispose() was called on the device.');
    await expect(x.data()).rejects.toMatchObject({ code: 'DEVICE_LOST', details: { reason: 'destroyed' } });
  });
});
