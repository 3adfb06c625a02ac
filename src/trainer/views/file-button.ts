import { IMAGE_EXTENSIONS } from '../../browser/index.ts';
import { type Attributes, button, element } from './element.ts';

/** What a file button chooses. */
export interface FileButtonOptions {
  readonly label: string;
  /** What the file chooser offers, as the attribute `accept`. */
  readonly accept?: string;
  /** Whether a folder is chosen rather than files. */
  readonly folder?: boolean;
  readonly multiple?: boolean;
  readonly attributes?: Attributes;
  onFiles(files: readonly File[]): void;
}

/** A button that opens the browser's file chooser. */
export function fileButton({
  label,
  accept,
  folder,
  multiple = true,
  attributes,
  onFiles,
}: FileButtonOptions): DocumentFragment {
  const input = element('input', {
    type: 'file',
    hidden: true,
    accept,
    multiple,
    webkitdirectory: folder,
    onchange: () => {
      const files = [...(input.files ?? [])];
      input.value = '';
      if (files.length > 0) onFiles(files);
    },
  });
  const opener = button(label, { ...attributes, onclick: () => input.click() });
  const both = document.createDocumentFragment();
  both.append(opener, input);
  return both;
}

/** What counts as an image in a file chooser. */
export const IMAGES = IMAGE_EXTENSIONS.join(',');
