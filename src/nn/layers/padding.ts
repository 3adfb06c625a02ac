import { ValueError } from '../../errors.ts';

/** `'valid'`: only whole windows. `'same'`: zeros around, so that stride 1 keeps the size. */
export type LayerPadding = 'valid' | 'same';

/** Refuses other words for padding. */
export function checkPadding(layer: string, padding: LayerPadding): void {
  if (padding !== 'valid' && padding !== 'same') {
    throw new ValueError(`${layer}: padding is ${JSON.stringify(padding)}; use "valid" or "same".`, { padding });
  }
}
