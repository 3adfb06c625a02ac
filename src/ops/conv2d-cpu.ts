import { type CpuCall, defineCpuKernel } from '../engine/cpu/kernel.ts';
import { type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { type Conv2dAttrs, conv2dGeometry } from '../kernels/geometry.ts';
import { convParams } from './conv-params.ts';
import {
  BLOCK_DEPTH,
  BLOCK_ROWS,
  PANEL_COLUMNS,
  packPanels,
  productTasks,
  roundUp,
  wantedTasks,
} from './cpu-panels.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { type CpuWriteOut, writeOutOf, writeOutParams } from './cpu-write-out.ts';

const forward = defineCpuKernel({
  name: 'conv2d',
  bindings: { x: 'read', panels: 'read', bias: 'read', y: 'write' },
  params: { ...convParams, pixels: 'u32', rowsPerTask: 'u32', columnsPerTask: 'u32', ...writeOutParams },
});

const gradInput = defineCpuKernel({
  name: 'conv2dGradInput',
  bindings: { dy: 'read', panels: 'read', dx: 'write' },
  params: { ...convParams, batch: 'u32', imagesPerTask: 'u32', channelsPerTask: 'u32' },
});

const gradFilter = defineCpuKernel({
  name: 'conv2dGradFilter',
  bindings: { dy: 'read', x: 'read', sums: 'write' },
  params: { ...convParams, pixels: 'u32', pixelsPerPart: 'u32' },
});

const sumParts = defineCpuKernel({
  name: 'sumParts',
  bindings: { parts: 'read', y: 'write' },
  params: { size: 'u32', count: 'u32', perTask: 'u32' },
});

type Scratch = (spec: TensorSpec) => Tensor;

/** A convolution on the CPU device, with bias and relu if wanted: the filter into panels, then blocks of output pixels. */
export function conv2dCpu(
  { x, filter }: { readonly x: Tensor; readonly filter: Tensor },
  { y }: { readonly y: Tensor },
  attrs: Conv2dAttrs,
  scratch: Scratch,
  writeOut: CpuWriteOut = {},
): readonly CpuCall[] {
  const geometry = conv2dGeometry(x.shape, filter.shape, attrs);
  const columns = geometry.outChannels;
  const depth = filter.size / columns;
  const { packed, call } = packPanels(filter, { depth, columns, transposed: false }, scratch);
  const pixels = y.size / columns;
  const { tasks, ...sizes } = productTasks(pixels, columns, depth);
  const params = { ...geometry, pixels, ...sizes, ...writeOutOf(writeOut) };
  return [call, forward.call({ x, panels: packed, bias: writeOut.bias ?? filter, y }, params, tasks)];
}

/** Output pixels that a task of the input's gradient has at least, as small images are computed together. */
const PIXELS_PER_TASK = 48;
/** Where there are fewer tasks by images, they are cut by channels, too. */
const FEW_TASKS = 64;

/** The gradient of a convolution's images on the CPU device. */
export function conv2dGradInputCpu(
  { dy, filter }: { readonly dy: Tensor; readonly filter: Tensor },
  { dx }: { readonly dx: Tensor },
  attrs: Conv2dAttrs,
  scratch: Scratch,
): readonly CpuCall[] {
  const geometry = conv2dGeometry(dx.shape, filter.shape, attrs);
  const { batch, outHeight, outWidth, inChannels, outChannels, windowHeight, windowWidth } = geometry;
  const groups = windowHeight * windowWidth;
  const right = { depth: outChannels, columns: inChannels, groups, transposed: true };
  const { packed, call } = packPanels(filter, right, scratch);
  const imagesPerTask = Math.min(batch, Math.ceil(PIXELS_PER_TASK / (outHeight * outWidth)));
  const imageTasks = Math.ceil(batch / imagesPerTask);
  const cuts = Math.ceil(FEW_TASKS / imageTasks);
  const channelsPerTask = roundUp(Math.ceil(inChannels / cuts), 2 * PANEL_COLUMNS);
  const tasks = imageTasks * Math.ceil(inChannels / channelsPerTask);
  const params = { ...geometry, imagesPerTask, channelsPerTask };
  return [call, gradInput.call({ dy, panels: packed, dx }, params, tasks)];
}

/** The gradient of a convolution's filter on the CPU device: sums over parts of the pixels, then the sum of the parts. */
export function conv2dGradFilterCpu(
  { dy, x }: { readonly dy: Tensor; readonly x: Tensor },
  { dfilter }: { readonly dfilter: Tensor },
  attrs: Conv2dAttrs & { readonly filterShape: Shape },
  scratch: Scratch,
): readonly CpuCall[] {
  const geometry = conv2dGeometry(x.shape, dfilter.shape, attrs);
  const columns = geometry.outChannels;
  const pixels = dy.size / columns;
  const size = dfilter.size;
  const rows = size / columns;
  const rowTasks = Math.ceil(rows / BLOCK_ROWS);
  const parts = Math.ceil(wantedTasks(rows, columns, pixels) / rowTasks);
  const pixelsPerPart = roundUp(Math.ceil(pixels / parts), BLOCK_DEPTH);
  const count = Math.ceil(pixels / pixelsPerPart);
  const sums = count === 1 ? dfilter : scratch(spec([count, size]));
  const call = gradFilter.call({ dy, x, sums }, { ...geometry, pixels, pixelsPerPart }, count * rowTasks);
  if (count === 1) return [call];
  const perTask = ELEMENTS_PER_TASK;
  return [call, sumParts.call({ parts: sums, y: dfilter }, { size, count, perTask }, tasksFor(size))];
}
