import type { SymbolicTensor } from '../layers/symbolic-tensor.ts';
import { Model } from '../models/model.ts';
import { application } from './application.ts';
import { type ApplicationOptions, applicationSettings, classified, imageInput } from './application-options.ts';
import { InceptionParts } from './inception-parts.ts';

/**
 * InceptionV3 for images of 299x299, at least 75x75; 23.9 million weights, 21.8 without the classifier. Published weights
 * expect `'tf'` preprocessing. C. Szegedy et al., 2015, https://arxiv.org/abs/1512.00567;
 * https://keras.io/api/applications/inceptionv3/
 *
 * @throws ValueError and ShapeError for options that are none.
 */
export function InceptionV3(options: ApplicationOptions = {}): Model {
  const form = { what: 'InceptionV3', name: 'inception_v3', defaultSize: 299, minSize: 75 };
  const settings = applicationSettings(options, form);
  const parts = new InceptionParts();
  const inputs = imageInput(settings);
  let x = parts.stem(inputs);
  for (const [i, filters] of [32, 64, 64].entries()) x = mixed35(parts, x, filters, `mixed${i}`);
  x = reduced17(parts, x);
  for (const [i, filters] of [128, 160, 160, 192].entries()) x = mixed17(parts, x, filters, `mixed${i + 4}`);
  x = reduced8(parts, x);
  for (const i of [0, 1]) x = mixed8(parts, x, i);
  const outputs = classified(x, settings);
  return application(new Model({ inputs, outputs, name: settings.name }), {
    kind: 'inceptionv3',
    includeTop: settings.includeTop,
    preprocessing: 'tf',
    takesImagenetWeights: true,
  });
}

/** Of 35x35 pixels where images are of 299x299. */
function mixed35(parts: InceptionParts, x: SymbolicTensor, pooledFilters: number, name: string): SymbolicTensor {
  const branch1 = parts.conv(x, 64, 1);
  const branch5 = parts.convs(x, [48, 1], [64, 5]);
  const branch3 = parts.convs(x, [64, 1], [96, 3], [96, 3]);
  const pool = parts.conv(parts.averagePool(x), pooledFilters, 1);
  return parts.concat([branch1, branch5, branch3, pool], name);
}

/** To 17x17. */
function reduced17(parts: InceptionParts, x: SymbolicTensor): SymbolicTensor {
  const branch3 = parts.conv(x, 384, 3, { strides: 2, padding: 'valid' });
  const twice = parts.convs(x, [64, 1], [96, 3]);
  const branchTwice = parts.conv(twice, 96, 3, { strides: 2, padding: 'valid' });
  return parts.concat([branch3, branchTwice, parts.maxPool(x)], 'mixed3');
}

function mixed17(parts: InceptionParts, x: SymbolicTensor, n: number, name: string): SymbolicTensor {
  const branch1 = parts.conv(x, 192, 1);
  const branch7 = parts.convs(x, [n, 1], [n, [1, 7]], [192, [7, 1]]);
  const twice = parts.convs(x, [n, 1], [n, [7, 1]], [n, [1, 7]], [n, [7, 1]], [192, [1, 7]]);
  const pool = parts.conv(parts.averagePool(x), 192, 1);
  return parts.concat([branch1, branch7, twice, pool], name);
}

/** To 8x8. */
function reduced8(parts: InceptionParts, x: SymbolicTensor): SymbolicTensor {
  const last = { strides: 2, padding: 'valid' } as const;
  const branch3 = parts.conv(parts.conv(x, 192, 1), 320, 3, last);
  const branch7 = parts.conv(parts.convs(x, [192, 1], [192, [1, 7]], [192, [7, 1]]), 192, 3, last);
  return parts.concat([branch3, branch7, parts.maxPool(x)], 'mixed8');
}

function mixed8(parts: InceptionParts, x: SymbolicTensor, i: number): SymbolicTensor {
  const wide = (from: SymbolicTensor, name?: string) =>
    parts.concat([parts.conv(from, 384, [1, 3]), parts.conv(from, 384, [3, 1])], name);
  const branch1 = parts.conv(x, 320, 1);
  const branch3 = wide(parts.conv(x, 384, 1), `mixed9_${i}`);
  const twice = wide(parts.convs(x, [448, 1], [384, 3]));
  const pool = parts.conv(parts.averagePool(x), 192, 1);
  return parts.concat([branch1, branch3, twice, pool], `mixed${9 + i}`);
}
