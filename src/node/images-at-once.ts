import { availableParallelism } from 'node:os';

/** Images under way for each processor core, so that some are read or resized while others are decoded. */
const PER_CORE = 4;

/** How many images are under way at once where nothing else is asked for. */
export const imagesAtOnce = (): number => PER_CORE * availableParallelism();
