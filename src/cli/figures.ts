/** A number in about three digits: `0.042`, `3.14`, `41.5`, `1,930`. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (value === 0) return '0';
  const digits = Math.min(3, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A share of 1 in percent; one decimal below 10. */
export const percentage = (share: number): string =>
  Number.isFinite(share) ? `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %` : '-';

/** Bytes in MB (10⁶). */
export const megabytes = (bytes: number): string => `${figure(bytes / 1e6)} MB`;

/** The spread of a measured time, `3.1..4.0`. */
export const spread = ({ minMs, maxMs }: { readonly minMs: number; readonly maxMs: number }): string =>
  `${figure(minMs)}..${figure(maxMs)}`;
