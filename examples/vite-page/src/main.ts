// Classifies photos by a model of the command line: npx cnn-gpu train photos/ --out runs/photos, and then
// public/model.safetensors is a copy of runs/photos/model.safetensors.
import { decodeImage, type ImagePreprocessing, imagePreprocessing, objectiveOf, resizeImage } from 'cnn-gpu/browser';
import { createDevice, loadPredictor, type Predictor } from 'cnn-gpu/predict';

const MODEL = './model.safetensors';

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const say = (text: string): void => {
  element('status').textContent = text;
};

try {
  const predictor = await loadPredictor(MODEL, { device: await createDevice() });
  const form = imagePreprocessing(predictor.preprocessing, MODEL);
  const input = element<HTMLInputElement>('photo');
  input.disabled = false;
  say(`It knows ${form.classNames.join(', ')}. It computes on: ${predictor.device.info.adapter}.`);
  input.addEventListener('change', async () => {
    const [photo] = input.files ?? [];
    if (photo === undefined) return;
    try {
      show(photo, form.classNames, await scoresOf(photo, predictor, form));
    } catch (error) {
      say((error as Error).message);
    }
  });
} catch (error) {
  say((error as Error).message);
}

/** The probability of each class. */
async function scoresOf(photo: Blob, predictor: Predictor, form: ImagePreprocessing): Promise<readonly number[]> {
  const image = await decodeImage(photo, form.colorMode);
  const x = resizeImage(image, form.imageSize, form);
  const { data } = await predictor.predict({ x, xShape: [1, ...form.imageSize, image.channels] });
  return objectiveOf(predictor.network).scores(data);
}

function show(photo: Blob, classNames: readonly string[], scores: readonly number[]): void {
  const image = element<HTMLImageElement>('shown');
  URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(photo);
  image.hidden = false;
  const ranked = classNames.map((name, i) => ({ name, score: scores[i] })).sort((a, b) => b.score - a.score);
  image.alt = `The photo, which shows ${ranked[0]?.name}`;
  element('scores').replaceChildren(
    ...ranked.slice(0, 5).map(({ name, score }) => {
      const item = document.createElement('li');
      const meter = Object.assign(document.createElement('meter'), { value: score });
      item.append(meter, ` ${name} ${(100 * score).toFixed(1)} %`);
      return item;
    }),
  );
}
