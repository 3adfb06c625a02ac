/** An image file and where it lay: what says which class it is of. */
export interface LabeledImageFile {
  /** Path with `/`, such as `photos/cats/1.png`: the last folder is the class, or lies in it. */
  readonly path: string;
  readonly file: Blob;
}
