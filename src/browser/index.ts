/**
 * cnn-gpu in web pages: all of `cnn-gpu`, and devices, images, saved models and training in a worker as browsers have
 * them.
 *
 * @packageDocumentation
 */

export * from '../index.ts';
