type Value = string | number | boolean | null | undefined | ((event: never) => void);

/** Attributes by name; `onclick` and the like are listeners, `false`, `null` and `undefined` leave an attribute out. */
export type Attributes = Readonly<Record<string, Value>>;

/** Makes an element. Texts become text nodes, so that no name of a user is ever read as HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}

/** A button that does not send forms. */
export const button = (label: string, attributes: Attributes = {}): HTMLButtonElement =>
  element('button', { type: 'button', part: 'button', ...attributes }, label);

let ids = 0;

/** An id for `for`, `aria-labelledby` and the like, unique in the page. */
export const freshId = (): string => `cnn-${++ids}`;
