import { it } from 'vitest';
import { tensor, empty } from '../../src/engine/tensor.ts';
import { defineOp } from '../../src/engine/op.ts';
import { spec } from '../../src/engine/shape.ts';
import { defineKernel } from '../../src/engine/webgpu/kernel.ts';
import { conv2dGeometry } from '../../src/kernels/geometry.ts';
import { convParams } from '../../src/ops/conv-params.ts';
import { conv2dOp, conv2dGradInputOp, conv2dGradFilterOp } from '../../src/ops/conv2d.ts';
import flatIndex from '../../src/kernels/wgsl/lib/flat-index.wgsl?raw';
import base from '../../src/kernels/wgsl/conv2d.wgsl?raw';
import { gpu } from '../support/gpu.ts';
const head = base.slice(base.indexOf('struct Params'), base.indexOf('@compute'));
const tiled = head + `
@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = flatIndex(id, groups);
  if (index >= params.size) { return; }
  let channelGroups = (params.outChannels + 3u) / 4u;
  let colGroups = (params.outWidth + 3u) / 4u;
  let outChannel = (index % channelGroups) * 4u;
  let outCol = (index / channelGroups) % colGroups * 4u;
  let line = index / (channelGroups * colGroups);
  let outRow = line % params.outHeight;
  let image = line / params.outHeight;
  var sum: mat4x4f;
  for (var u = 0u; u < params.windowHeight; u++) {
    let row = outRow * params.strideHeight + u * params.dilationHeight - params.padTop;
    if (row >= params.inHeight) { continue; }
    for (var v = 0u; v < params.windowWidth; v++) {
      let cols = (outCol + vec4u(0u, 1u, 2u, 3u)) * params.strideWidth + v * params.dilationWidth - params.padLeft;
      let inside = cols < vec4u(params.inWidth);
      let starts = ((image * params.inHeight + row) * params.inWidth + select(vec4u(0u), cols, inside)) * params.inChannels;
      var at = (u * params.windowWidth + v) * params.inChannels * params.outChannels + outChannel;
      for (var c = 0u; c < params.inChannels; c++) {
        let w = vec4f(weights[at], weights[at + 1u], weights[at + 2u], weights[at + 3u]);
        let values = select(vec4f(0.0), vec4f(x[starts[0] + c], x[starts[1] + c], x[starts[2] + c], x[starts[3] + c]), inside);
        sum[0] += values[0] * w;
        sum[1] += values[1] * w;
        sum[2] += values[2] * w;
        sum[3] += values[3] * w;
        at += params.outChannels;
      }
    }
  }
  for (var k = 0u; k < min(4u, params.outWidth - outCol); k++) {
  for (var lane = 0u; lane < min(4u, params.outChannels - outChannel); lane++) {
    y[(line * params.outWidth + outCol + k) * params.outChannels + outChannel + lane] = sum[k][lane];
  }
  }
}
`;
const kernel = defineKernel({ name: 'tiled', code: [flatIndex, tiled], bindings: { x: 'read', weights: 'read', y: 'write' }, params: { ...convParams, size: 'u32' } });
const tiledOp = defineOp({ ...conv2dOp, name: 'tiled', outputs: conv2dOp.outputs as any, gpu: ({ x, filter }: any, { y }: any, attrs: any) => {
  const g = conv2dGeometry(x.shape, filter.shape, attrs);
  const size = g.batch * g.outHeight * Math.ceil(g.outWidth / 4) * Math.ceil(g.outChannels / 4);
  return [kernel.dispatch({ x, weights: filter, y }, { ...g, size }, { threads: size })];
} } as any) as any;
const rnd = (n: number) => Float32Array.from({ length: n }, () => Math.random() - 0.5);
it('bench', async () => {
  for (const device of [await gpu()]) {
    for (const [N, S, C, O] of [[64, 8, 32, 64], [8, 28, 32, 64], [32, 32, 3, 32]] as const) {
      const x = tensor(device, [N, S, S, C], rnd(N * S * S * C));
      const filter = tensor(device, [3, 3, C, O], rnd(9 * C * O));
      const dy = tensor(device, [N, S, S, O], rnd(N * S * S * O));
      const attrs = { padding: 'same' as const };
      const mm = (N * S * S * 9 * C * O) / 1e6;
      for (const [name, run] of [
        ['forward', () => conv2dOp({ x, filter }, attrs).y],
        ['tiled', () => tiledOp({ x, filter }, attrs).y],
        ['gradInput', () => conv2dGradInputOp({ dy, filter }, { ...attrs, inputShape: x.shape }).dx],
        ['gradFilter', () => conv2dGradFilterOp({ dy, x }, { ...attrs, filterShape: filter.shape }).dfilter],
      ] as const) {
        const first = await run().data();
        let best = 1e9;
        for (let i = 0; i < 4; i++) {
        const t = performance.now();
        await run().data();
        best = Math.min(best, performance.now() - t);
        }
        console.log(device.kind, [N, S, C, O].join('x'), name, best.toFixed(1), 'ms', (mm / best).toFixed(3), 'GMAC/s', first[77], first[first.length-1]);
      }
    }
  }
});
