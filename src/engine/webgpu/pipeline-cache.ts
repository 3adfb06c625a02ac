import { KernelCompileError } from '../../errors.ts';
import type { Dispatch, Kernel } from './kernel.ts';
import { explainCompilation } from './wgsl-errors.ts';

const COMPUTE = 0x4; // GPUShaderStage.COMPUTE; the global is missing in Node

/** Compiled kernels of one device, by kernel and constants, so that each compiles once. */
export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #report: (error: Error) => void;
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  readonly #compiling = new Map<string, Promise<GPUComputePipeline>>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();
  readonly #modules = new Map<string, GPUShaderModule>();
  readonly #checks = new Set<Promise<void>>();
  readonly #keys = new WeakMap<Kernel, Map<string, string>>();

  /** `report` takes the errors of kernels that were compiled for use at once. */
  constructor(device: GPUDevice, report: (error: Error) => void) {
    this.#device = device;
    this.#report = report;
  }

  /** The pipeline of a dispatch, compiled now if need be; a `KernelCompileError` is then reported later. */
  get(dispatch: Dispatch): GPUComputePipeline {
    const key = this.#key(dispatch);
    let pipeline = this.#pipelines.get(key);
    if (pipeline === undefined) {
      this.#device.pushErrorScope('validation');
      pipeline = this.#device.createComputePipeline(this.#descriptor(dispatch));
      this.#pipelines.set(key, pipeline);
      const check = this.#check(dispatch).finally(() => this.#checks.delete(check));
      this.#checks.add(check);
    }
    return pipeline;
  }

  /** Compiles all missing pipelines side by side. Throws `KernelCompileError` with file, line and column. */
  async compile(dispatches: readonly Dispatch[]): Promise<void> {
    await Promise.all(dispatches.map((dispatch) => this.#compileOne(dispatch)));
  }

  async #compileOne(dispatch: Dispatch): Promise<void> {
    const key = this.#key(dispatch);
    if (this.#pipelines.has(key)) return;
    let compiling = this.#compiling.get(key);
    if (compiling === undefined) {
      // The scope keeps a text that does not compile from being reported twice: the promise tells it, too.
      this.#device.pushErrorScope('validation');
      compiling = this.#device.createComputePipelineAsync(this.#descriptor(dispatch));
      this.#device.popErrorScope().catch(() => {});
      this.#compiling.set(key, compiling);
    }
    try {
      this.#pipelines.set(key, await compiling);
    } catch (cause) {
      throw await this.#compileError(dispatch.kernel, cause);
    } finally {
      this.#compiling.delete(key);
    }
  }

  /** The explicit bind group layout of a kernel's spec; `'auto'` would drop bindings that a constant makes unused. */
  layout(kernel: Kernel): GPUBindGroupLayout {
    const uses = Object.values(kernel.bindings);
    const key = uses.join();
    let layout = this.#layouts.get(key);
    if (layout === undefined) {
      const entries: GPUBindGroupLayoutEntry[] = [{ binding: 0, visibility: COMPUTE, buffer: { type: 'uniform' } }];
      for (const [i, use] of uses.entries()) {
        const type = use === 'read' ? 'read-only-storage' : 'storage';
        entries.push({ binding: i + 1, visibility: COMPUTE, buffer: { type } });
      }
      layout = this.#device.createBindGroupLayout({ label: key, entries });
      this.#layouts.set(key, layout);
    }
    return layout;
  }

  /** Waits until all pipelines made by `get` are known to be good or were reported. */
  async settle(): Promise<void> {
    await Promise.all(this.#checks);
  }

  async #check(dispatch: Dispatch): Promise<void> {
    // Without an answer, the device was lost, which the next call tells.
    const refusal = await this.#device.popErrorScope().catch(() => null);
    if (refusal === null) return;
    this.#pipelines.delete(this.#key(dispatch));
    this.#report(await this.#compileError(dispatch.kernel, refusal));
  }

  async #compileError(kernel: Kernel, cause: unknown): Promise<KernelCompileError> {
    return new KernelCompileError(kernel.name, await explainCompilation(this.#module(kernel), kernel, cause));
  }

  #module(kernel: Kernel): GPUShaderModule {
    const code = kernel.code.join('\n');
    let module = this.#modules.get(code);
    if (module === undefined) {
      module = this.#device.createShaderModule({ label: kernel.name, code });
      this.#modules.set(code, module);
    }
    return module;
  }

  #descriptor({ kernel, constants }: Dispatch): GPUComputePipelineDescriptor {
    return {
      label: kernel.name,
      layout: this.#device.createPipelineLayout({ bindGroupLayouts: [this.layout(kernel)] }),
      compute: { module: this.#module(kernel), entryPoint: 'main', constants },
    };
  }

  #key({ kernel, constants }: Dispatch): string {
    let keys = this.#keys.get(kernel);
    if (keys === undefined) {
      keys = new Map();
      this.#keys.set(kernel, keys);
    }
    const variant = JSON.stringify(constants);
    let key = keys.get(variant);
    if (key === undefined) {
      key = `${variant}\n${kernel.code.join('\n')}`;
      keys.set(variant, key);
    }
    return key;
  }
}
