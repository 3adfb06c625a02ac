import { type ChartColors, fileColors } from '../../charts/chart.ts';

/** Charts on a page take their colors from its style sheet, so that they change with it between light and dark. */
export const pageColors: ChartColors = {
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  grid: 'var(--grid)',
  background: 'var(--surface)',
  series: fileColors.series.map((_, i) => `var(--series-${i})`),
};

const variables = (colors: ChartColors): string =>
  [
    `--ink: ${colors.ink}`,
    `--muted: ${colors.muted}`,
    `--grid: ${colors.grid}`,
    `--surface: ${colors.background}`,
    ...colors.series.map((color, i) => `--series-${i}: ${color}`),
  ].join('; ');

const darkColors: ChartColors = {
  ink: '#e8ecf2',
  muted: '#a3adba',
  grid: '#343c48',
  background: '#1b2029',
  series: [
    '#4da3e0',
    '#f08a3c',
    '#2fc79a',
    '#e3a0c6',
    '#f2b632',
    '#8fd0f5',
    '#a98cf0',
    '#c3c94a',
    '#e07a7a',
    '#a9b6c6',
  ],
};

const light = `${variables(fileColors)}; --page: #f4f6f8; --accent: #0b5f9c; --shade: #f7f9fb`;
const dark = `${variables(darkColors)}; --page: #12161c; --accent: #7dbdf0; --shade: #222833`;

/** The font that a report brings with it, after those that the machine may have. */
export const FONT_FAMILY = 'Noto Sans SC of the report';

/** The style sheet of a report. */
export const styleSheet = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
@media print { :root { color-scheme: light; ${light}; --page: #fff } }
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI",
  Roboto, "Noto Sans", "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC",
  "${FONT_FAMILY}", sans-serif; -webkit-text-size-adjust: 100% }
main, header, footer { max-width: 1180px; margin: 0 auto; padding: 0 24px }
header { padding-top: 40px }
h1 { font-size: 30px; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; margin: 0; overflow-wrap: anywhere }
h2 { font-size: 20px; line-height: 1.3; font-weight: 650; margin: 0 0 4px }
h3 { font-size: 15px; font-weight: 650; margin: 20px 0 6px }
p { margin: 4px 0 12px; max-width: 76ch }
.quiet { color: var(--muted) }
.small { font-size: 14px }
section { background: var(--surface); border: 1px solid var(--grid); border-radius: 10px; padding: 22px 24px 24px;
  margin: 20px 0 }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 1px; margin: 24px 0 0;
  padding: 0; border: 1px solid var(--grid); border-radius: 10px; overflow: hidden; background: var(--surface) }
.tiles > div { padding: 14px 16px; box-shadow: 1px 1px 0 0 var(--grid) }
.tiles dt { font-size: 13px; color: var(--muted) }
.tiles dd { margin: 2px 0 0; font-size: 24px; line-height: 1.25; font-weight: 600; font-variant-numeric: tabular-nums;
  white-space: nowrap }
.tiles dd small { display: block; white-space: normal; font-size: 12.5px; font-weight: 400; color: var(--muted) }
.charts { display: flex; flex-wrap: wrap; gap: 12px 24px; align-items: flex-start; justify-content: center }
.charts figure { margin: 0; flex: 0 1 auto; min-width: 0 }
.charts.matrices figure { max-width: min(100%, 528px) }
svg { display: block; max-width: 100%; height: auto }
.scroll { overflow-x: auto; margin: 12px 0 0 }
table { border-collapse: collapse; font-size: 15px; font-variant-numeric: tabular-nums; min-width: 50% }
caption { text-align: left; font-weight: 600; padding-bottom: 4px }
th, td { padding: 6px 14px 6px 0; text-align: left; vertical-align: baseline; border-bottom: 1px solid var(--grid);
  unicode-bidi: isolate }
th { font-weight: 600 }
thead th { color: var(--muted); font-size: 13px; font-weight: 500; white-space: nowrap; vertical-align: bottom }
tbody th { font-weight: 450; min-width: 7em; max-width: 24em; overflow-wrap: break-word }
.number { text-align: right; padding-left: 14px; white-space: nowrap }
.number small { display: block; color: var(--muted); font-size: 12.5px; line-height: 1.2 }
.beside { display: flex; flex-wrap: wrap; gap: 16px 48px; align-items: flex-start }
.beside > * { margin: 0; min-width: 0; max-width: 100% }
.beside .scroll { flex: 1 1 400px; max-width: min(100%, 560px) }
.beside table { width: 100% }
tr.average > * { border-bottom: 0 }
tr.average.first > * { border-top: 2px solid var(--grid) }
.weak { color: #b3261e }
@media (prefers-color-scheme: dark) { .weak { color: #ff9d94 } }
.mistakes { display: grid; grid-template-columns: repeat(auto-fill, minmax(148px, 1fr)); gap: 18px 16px; margin-top: 14px }
.mistakes figure { margin: 0; font-size: 13.5px; line-height: 1.4; overflow-wrap: anywhere; break-inside: avoid }
.mistakes img { display: block; width: 100%; aspect-ratio: 1; object-fit: contain; background: var(--shade);
  border: 1px solid var(--grid); border-radius: 6px; margin-bottom: 6px }
.mistakes img.small { image-rendering: pixelated }
.mistakes figcaption b { font-weight: 600 }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(330px, 100%), 1fr)); gap: 8px 40px }
.facts table { width: 100%; font-size: 14px }
.facts th { color: var(--muted); font-weight: 450; width: 42%; padding-right: 14px }
.facts td { overflow-wrap: anywhere; padding-right: 0 }
ul.notes { margin: 12px 0 0; padding-left: 20px; font-size: 14px; color: var(--muted) }
footer { color: var(--muted); font-size: 13px; padding-bottom: 40px }
@media (max-width: 980px) { .tiles { grid-template-columns: repeat(3, 1fr) } }
@media (max-width: 640px) {
  main, header, footer { padding: 0 14px } header { padding-top: 24px }
  section { padding: 16px 14px 18px; border-radius: 8px } h1 { font-size: 24px }
  .mistakes { grid-template-columns: repeat(auto-fill, minmax(118px, 1fr)) }   .tiles { grid-template-columns: repeat(2, 1fr) }
}
@media print {
  body { font-size: 11pt } section { border: 0; padding: 0; margin: 18pt 0 } section, figure, tr { break-inside: avoid }
  main, header, footer { max-width: none; padding: 0 }
}
`;
