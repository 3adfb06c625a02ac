import type { Tensor } from '../tensor.ts';
import type { Dispatch } from './kernel.ts';
import { packParams, workgroupsOf } from './kernel.ts';
import type { PipelineCache } from './pipeline-cache.ts';

/** One dispatch with everything resolved: what a compute pass needs, in order. */
export interface Command {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

/** Where commands find their memory. */
export interface CommandContext {
  readonly device: GPUDevice;
  readonly pipelines: PipelineCache;
  readonly maxWorkgroupsPerDimension: number;
  bufferOf(tensor: Tensor): GPUBuffer;
}

/** Resolves a dispatch, whose params lie in `uniforms` at `offset`. */
export function commandOf(dispatch: Dispatch, uniforms: GPUBuffer, offset: number, context: CommandContext): Command {
  const { kernel, bindings, size } = dispatch;
  const blockBytes = Math.max(4, 4 * Object.keys(kernel.params).length);
  const entries: GPUBindGroupEntry[] = [
    { binding: 0, resource: { buffer: uniforms, offset, size: alignedTo(blockBytes, 16) } },
  ];
  for (const [i, name] of Object.keys(kernel.bindings).entries()) {
    const tensor = bindings[name];
    const { byteOffset, bytes } = tensor.storage;
    // Whole vec4s, for the kernels that read four numbers at a time: buffers and arenas are padded to more.
    const resource = { buffer: context.bufferOf(tensor), offset: byteOffset, size: alignedTo(bytes, 16) };
    entries.push({ binding: i + 1, resource });
  }
  return {
    pipeline: context.pipelines.get(dispatch),
    bindGroup: context.device.createBindGroup({
      label: kernel.name,
      layout: context.pipelines.layout(kernel),
      entries,
    }),
    workgroups: workgroupsOf(size, context.maxWorkgroupsPerDimension),
  };
}

/** Encodes commands into one compute pass and submits it. WebGPU runs the dispatches of a pass in order. */
export function submit(device: GPUDevice, commands: readonly Command[], label: string): void {
  const encoder = device.createCommandEncoder({ label });
  const pass = encoder.beginComputePass({ label });
  let current: GPUComputePipeline | null = null;
  for (const { pipeline, bindGroup, workgroups } of commands) {
    if (pipeline !== current) {
      pass.setPipeline(pipeline);
      current = pipeline;
    }
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(...workgroups);
  }
  pass.end();
  device.queue.submit([encoder.finish()]);
}

const alignedTo = (bytes: number, alignment: number): number => Math.ceil(bytes / alignment) * alignment;

const UNIFORM = 0x0008 | 0x0040; // GPUBufferUsage COPY_DST | UNIFORM

/** Param blocks of many dispatches packed for one uniform buffer, each at the device's offset alignment. */
export class UniformBlocks {
  readonly #alignment: number;
  readonly #offsets = new Map<string, number>();
  readonly #blocks: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;

  constructor(device: GPUDevice) {
    this.#alignment = Math.max(64, device.limits.minUniformBufferOffsetAlignment);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a dispatch's block and returns its offset; equal blocks are shared. */
  add({ kernel, params }: Dispatch): number {
    const block = new Uint8Array(packParams(kernel, params));
    const key = block.join();
    let offset = this.#offsets.get(key);
    if (offset === undefined) {
      offset = this.#bytes;
      this.#offsets.set(key, offset);
      const padded = new Uint8Array(alignedTo(block.byteLength, this.#alignment));
      padded.set(block);
      this.#blocks.push(padded);
      this.#bytes += padded.byteLength;
    }
    return offset;
  }

  /** All blocks, joined. */
  pack(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.#bytes);
    let at = 0;
    for (const block of this.#blocks) {
      all.set(block, at);
      at += block.byteLength;
    }
    return all;
  }

  clear(): void {
    this.#offsets.clear();
    this.#blocks.length = 0;
    this.#bytes = 0;
  }
}

/** Makes a uniform buffer of this many bytes. */
export const uniformBuffer = (device: GPUDevice, bytes: number): GPUBuffer =>
  device.createBuffer({ label: 'params', size: Math.max(16, bytes), usage: UNIFORM });
