import type { OpenPeer } from './peer.ts';
import { putUpNavigator, putUpWebGpu } from './webgpu-globals.ts';
import { putUpWorker } from './worker-global.ts';
import type { Workload } from './workload.ts';

interface PeerEntry {
  /** The devices that it is run on. */
  readonly devices: readonly string[];
  /**
   * Loads the library and sets a workload's network up in it. The libraries look at the globals when they are loaded,
   * so each is loaded after those are set, and in a process of its own.
   */
  readonly open: (workload: Workload, device: string) => Promise<OpenPeer>;
}

/** The libraries by name; ours first, as the others are compared with it. */
export const peers = {
  'cnn-gpu': {
    devices: ['webgpu', 'cpu'],
    open: async (workload, device) => (await import('./cnn-gpu.ts')).openCnnGpu(workload, device),
  },
  tfjs: {
    devices: ['webgpu'],
    open: async (workload) => {
      const adapter = await putUpWebGpu();
      return (await import('./tfjs.ts')).openTfjs(workload, adapter);
    },
  },
  'jax-js': {
    devices: ['webgpu', 'wasm', 'wasm-workers'],
    open: async (workload, device) => {
      if (device === 'wasm') putUpNavigator({});
      if (device === 'wasm-workers') putUpWorker();
      const adapter = device === 'webgpu' ? await putUpWebGpu() : 'processor';
      const { openJaxJs } = await import('./jax-js.ts');
      return openJaxJs(workload, device === 'webgpu' ? device : 'wasm', adapter);
    },
  },
  onnxruntime: {
    devices: ['cpu'],
    open: async (workload) => (await import('./onnxruntime.ts')).openOnnxruntime(workload),
  },
} satisfies Record<string, PeerEntry>;

export type PeerName = keyof typeof peers;

export const PEER_NAMES = Object.keys(peers) as readonly PeerName[];
