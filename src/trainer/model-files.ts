const WHOLE_MODEL = /\.(safetensors|keras|h5|hdf5)$|tfjs.*\.zip$/i;

/** The model among dropped files: one file, or those of a TensorFlow.js model. Empty where there is none. */
export function modelFilesOf(files: readonly File[]): readonly File[] {
  const whole = files.find(({ name }) => WHOLE_MODEL.test(name));
  if (whole !== undefined) return [whole];
  const isSharded = files.some(({ name }) => name.toLowerCase() === 'model.json');
  return isSharded ? files.filter(({ name }) => /\.(json|bin)$/i.test(name)) : [];
}
