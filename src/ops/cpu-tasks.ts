/** Elements that a task of an elementwise CPU kernel does: enough that taking a task costs nothing beside it. */
export const ELEMENTS_PER_TASK = 16_384;

/** How many tasks of `perTask` elements, rows or images cover `size` of them. */
export const tasksFor = (size: number, perTask: number = ELEMENTS_PER_TASK): number => Math.ceil(size / perTask);
