import type { RawImage } from '../index.ts';
import type { GroupedFiles } from './group-files.ts';

/** An image of a class: a file, a picture of the camera, or pixels of a bundled set. */
export interface LabeledImage {
  readonly name: string;
  readonly source: Blob | RawImage;
  /** Images of a folder "validation" are never trained on; of the others a part is split off. */
  readonly part: 'training' | 'validation';
}

/** A class as it stands in the list: an object keeps its identity while name and images change. */
export interface ImageClass {
  readonly name: string;
  readonly images: readonly LabeledImage[];
}

/** The classes and their images; tells of each change by an event `change`. */
export class ImageClasses extends EventTarget {
  readonly #classes: { name: string; images: LabeledImage[] }[] = [];

  /** The list itself, which goes on changing. */
  get list(): readonly ImageClass[] {
    return this.#classes;
  }

  /** The classes and images as they are now. */
  snapshot(): readonly ImageClass[] {
    return this.#classes.map(({ name, images }) => ({ name, images: [...images] }));
  }

  /** Number of images of all classes. */
  get count(): number {
    return this.#classes.reduce((sum, { images }) => sum + images.length, 0);
  }

  /** Appends an empty class; without a name it gets the next free one of "Class 1", "Class 2", … */
  add(name: string = this.#freeName()): ImageClass {
    const added = { name: this.#uniqueName(name), images: [] };
    this.#classes.push(added);
    this.#changed();
    return added;
  }

  /** Renames a class; an empty name leaves it, and one that another class has gets a number. */
  rename(which: ImageClass, name: string): void {
    const own = this.#own(which);
    const wanted = name.trim();
    if (wanted !== '' && wanted !== own.name) own.name = this.#uniqueName(wanted);
    this.#changed();
  }

  remove(which: ImageClass): void {
    this.#classes.splice(this.#classes.indexOf(this.#own(which)), 1);
    this.#changed();
  }

  clear(): void {
    this.#classes.length = 0;
    this.#changed();
  }

  /** Has the classes and images of a snapshot again. */
  restore(snapshot: readonly ImageClass[]): void {
    this.#classes.splice(
      0,
      this.#classes.length,
      ...snapshot.map(({ name, images }) => ({ name, images: [...images] })),
    );
    this.#changed();
  }

  addImages(which: ImageClass, images: readonly LabeledImage[]): void {
    const own = this.#own(which);
    for (const image of images) own.images.push(image);
    this.#changed();
  }

  removeImage(which: ImageClass, image: LabeledImage): void {
    const { images } = this.#own(which);
    const at = images.indexOf(image);
    if (at >= 0) images.splice(at, 1);
    this.#changed();
  }

  /** Adds grouped files: to the classes of their names, those without a folder to `target`. Empty unnamed classes go. */
  addGroups({ classes, loose }: GroupedFiles, target?: ImageClass): void {
    if (classes.size > 0) this.#dropEmpty();
    for (const [name, images] of classes) {
      const known = this.#classes.find((candidate) => candidate.name === name);
      const own = known ?? this.#own(this.add(name));
      for (const image of images) own.images.push(image);
    }
    if (loose.length > 0) {
      const { images } = this.#own(target ?? this.add());
      for (const image of loose) images.push(image);
    }
    this.#changed();
  }

  /** Classes that nobody filled or named make room for those of a folder. */
  #dropEmpty(): void {
    const kept = this.#classes.filter(({ name, images }) => images.length > 0 || !/^Class \d+$/.test(name));
    this.#classes.splice(0, this.#classes.length, ...kept);
  }

  #own(which: ImageClass) {
    const own = this.#classes.find((candidate) => candidate === which);
    // Views hold classes a moment longer than they are in the list.
    return own ?? { name: which.name, images: [] };
  }

  #freeName(): string {
    let number = this.#classes.length + 1;
    while (this.#has(`Class ${number}`)) number++;
    return `Class ${number}`;
  }

  #uniqueName(name: string): string {
    if (!this.#has(name)) return name;
    let number = 2;
    while (this.#has(`${name} ${number}`)) number++;
    return `${name} ${number}`;
  }

  #has(name: string): boolean {
    return this.#classes.some((candidate) => candidate.name === name);
  }

  #changed(): void {
    this.dispatchEvent(new Event('change'));
  }
}
