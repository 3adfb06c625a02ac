/**
 * `<cnn-trainer>`: importing this file defines the element.
 *
 * @packageDocumentation
 */
import { CnnTrainer } from './cnn-trainer.ts';

export type { ClassScore } from './classifier.ts';
export { CnnTrainer, type CnnTrainerEvents } from './cnn-trainer.ts';
export type { DownloadFormat, TrainOptions } from './trainer.ts';

// A second copy of the library in the page leaves the first one's element alone.
if (customElements.get('cnn-trainer') === undefined) customElements.define('cnn-trainer', CnnTrainer);
