import type { Shape } from '../../engine/shape.ts';

/** Numbers of an attribute or a dataset, in the type that they are stored in; 16-bit floats come as 32-bit ones. */
export type Hdf5Numbers =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** An attribute's value, or a dataset: row-major; a scalar has the shape `[]` and one element. */
export interface Hdf5Array {
  readonly shape: Shape;
  readonly data: Hdf5Numbers | readonly string[];
}

/** A group of an HDF5 file with all that is in it; the file itself is its root group. */
export interface Hdf5Group {
  readonly attributes: Map<string, Hdf5Array>;
  readonly groups: Map<string, Hdf5Group>;
  readonly datasets: Map<string, Hdf5Array>;
}

/** A group with nothing in it. */
export const emptyGroup = (): Hdf5Group => ({ attributes: new Map(), groups: new Map(), datasets: new Map() });

/** The group at a path such as `model_weights/conv1`, made where it is missing. */
export function groupAt(root: Hdf5Group, path: string): Hdf5Group {
  let group = root;
  for (const part of path.split('/')) {
    const inner = group.groups.get(part) ?? emptyGroup();
    group.groups.set(part, inner);
    group = inner;
  }
  return group;
}

/** The group at a path such as `model_weights/conv1`. */
export function existingGroup(root: Hdf5Group, path: string): Hdf5Group | undefined {
  let group: Hdf5Group | undefined = root;
  for (const part of path.split('/')) group = group?.groups.get(part);
  return group;
}

/** The dataset at a path within a group. */
export function datasetAt(root: Hdf5Group, path: string): Hdf5Array | undefined {
  const slash = path.lastIndexOf('/');
  const group = slash < 0 ? root : existingGroup(root, path.slice(0, slash));
  return group?.datasets.get(path.slice(slash + 1));
}

/** Puts a dataset at a path within a group; the groups on the way are made. */
export function setDataset(root: Hdf5Group, path: string, array: Hdf5Array): void {
  const slash = path.lastIndexOf('/');
  const group = slash < 0 ? root : groupAt(root, path.slice(0, slash));
  group.datasets.set(path.slice(slash + 1), array);
}
