import { createRequire } from 'node:module';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { imagesFirst } from './channels-first.ts';
import { onnxModel } from './onnx-model.ts';
import type { OpenPeer } from './peer.ts';
import type { Workload } from './workload.ts';

/** onnxruntime's native CPU library with its defaults: all cores and all optimizations of the graph. It cannot train. */
export async function openOnnxruntime(workload: Workload): Promise<OpenPeer> {
  const { bytes, parameters } = onnxModel(workload);
  const session = await InferenceSession.create(bytes, { executionProviders: ['cpu'] });
  const { data, shape } = imagesFirst(workload);
  return {
    adapter: 'processor',
    version: createRequire(import.meta.url)('onnxruntime-node/package.json').version,
    parameters,
    trainStep: null,
    predict: async () => {
      const { output } = await session.run({ x: new Tensor('float32', data, shape) });
      return (output as Tensor).data as Float32Array;
    },
  };
}
