/** Markup that may stand on a page as it is. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What a template takes: text is escaped, markup is not. */
export type HtmlPart = string | number | Html | readonly Html[];

/** A template of markup. Whatever stands in it as text cannot become markup, in elements and quoted attributes. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(strings.map((text, i) => text + (i < parts.length ? markupOf(parts[i] as HtmlPart) : '')).join(''));
}

/** No markup. */
export const nothing = new Html('');

function markupOf(part: HtmlPart): string {
  if (part instanceof Html) return part.markup;
  if (typeof part === 'object') return part.map(({ markup }) => markup).join('');
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
