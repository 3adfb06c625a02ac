/**
 * What the page of `cnn-gpu web` gets from `GET /session.json`: where the model and the images are that the command line
 * named. URLs are paths on the page's own server, or the name of a data set that the page has itself.
 *
 * ```json
 * { "model": "/model/model.safetensors", "data": { "name": "photos", "url": "/data/index.json" } }
 * ```
 *
 * `model` goes into the attribute `model-src` of `<cnn-trainer>`, `data.url` into `data-src`.
 */
export interface WebSession {
  /**
   * URL of the model: a `.safetensors`, `.h5`, `.hdf5` or `.keras` file, or the `.json` file of a TensorFlow.js model, whose
   * weights are found by the relative paths in it. Null where none was named.
   */
  readonly model: string | null;
  /** The data set, or null where none was named. */
  readonly data: WebSessionData | null;
}

/** The data set of a {@link WebSession}. */
export interface WebSessionData {
  /** For people: the name of the folder, of the archive without its ending, or of the set. */
  readonly name: string;
  /**
   * One of three, told apart by how it ends: `/data/index.json`, a {@link WebDataIndex}, for a folder; `/data/photos.zip`
   * (`.zip`, `.tar`, `.tar.gz`, `.tgz`) for an archive; `digits` for the set that the page brings along.
   */
  readonly url: string;
}

/** The images of a folder, in the order in which `cnn-gpu train` finds them: what `/data/index.json` holds. */
export interface WebDataIndex {
  /** Sorted by code points. */
  readonly classNames: readonly string[];
  readonly files: readonly WebDataFile[];
}

/** An image of a {@link WebDataIndex}. */
export interface WebDataFile {
  /**
   * Path in the folder, whose own name is left out: class folder and name, such as `cats/1.png`. Where the folder has
   * parts, these come first: `train/cats/1.png`, `validation/cats/2.png` or `val/cats/2.png`. Images for a test are left out.
   */
  readonly path: string;
  /** Path on the server, such as `/data/17.png`. */
  readonly url: string;
  /** Size of the file. */
  readonly bytes: number;
}
