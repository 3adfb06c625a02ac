import { listNames } from '../src/errors.ts';
import { createDevice, type DeviceChoice } from '../src/node/create-device.ts';
import { releaseDawn } from '../src/node/dawn.ts';
import { benchKernels } from './kernels.ts';
import { benchReplay } from './replay.ts';
import { deviceLine, report } from './report.ts';
import { benchStep } from './step.ts';

// npm run bench -- kernels|step|replay [webgpu|cpu|reference]

const benches = { kernels: benchKernels, step: benchStep, replay: benchReplay };

const [name = '', choice = 'webgpu'] = process.argv.slice(2);
if (Object.hasOwn(benches, name)) {
  const device = await createDevice({ device: choice as DeviceChoice });
  console.log(deviceLine(device));
  const rows = await benches[name as keyof typeof benches](device);
  console.log(`Written to ${await report(name, device, rows)}`);
  device.dispose();
  releaseDawn();
} else {
  console.error(`There is no bench "${name}". Choose one of ${listNames(Object.keys(benches))}.`);
  process.exitCode = 2;
}
