/** A column of a table: its title and whether its cells stand right, as numbers do. */
export interface Column {
  readonly title: string;
  readonly right?: boolean;
}

const GAP = '  ';

/** Lays out rows below their titles, each column as wide as its widest cell. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, i) => Math.max(...lines.map((cells) => cells[i]?.length ?? 0)));
  const pad = (cell: string, i: number) =>
    columns[i]?.right ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0);
  return lines.map((cells) => cells.map(pad).join(GAP).trimEnd()).join('\n');
}

/** A column of numbers. */
export const numbers = (title: string): Column => ({ title, right: true });
