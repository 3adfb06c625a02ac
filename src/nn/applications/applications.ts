import type { Model } from '../models/model.ts';
import type { ApplicationName } from './application.ts';
import type { ApplicationOptions } from './application-options.ts';
import { DenseNet201 } from './densenet201.ts';
import { EfficientNetB0 } from './efficientnet-b0.ts';
import { InceptionResNetV2 } from './inception-resnet-v2.ts';
import { InceptionV3 } from './inception-v3.ts';
import { MobileNet } from './mobilenet.ts';
import type { PreprocessingMode } from './preprocessing-mode.ts';
import { ResNet50 } from './resnet50.ts';
import { VGG19 } from './vgg19.ts';

/** An application by its name. */
export interface ApplicationEntry {
  /** Height and width that the model was published for. */
  readonly size: number;
  /** The least height and width. */
  readonly minSize: number;
  /** What published weights expect of images. */
  readonly preprocessing: PreprocessingMode;
  /** Makes the model. */
  build(options?: ApplicationOptions): Model;
}

/** The applications, by the names that the command line takes. */
export const applications: Readonly<Record<ApplicationName, ApplicationEntry>> = {
  resnet50: { size: 224, minSize: 32, preprocessing: 'caffe', build: ResNet50 },
  inceptionresnetv2: { size: 299, minSize: 75, preprocessing: 'tf', build: InceptionResNetV2 },
  mobilenet: { size: 224, minSize: 32, preprocessing: 'tf', build: MobileNet },
  efficientnetb0: { size: 224, minSize: 32, preprocessing: 'none', build: EfficientNetB0 },
  densenet201: { size: 224, minSize: 32, preprocessing: 'torch', build: DenseNet201 },
  inceptionv3: { size: 299, minSize: 75, preprocessing: 'tf', build: InceptionV3 },
  vgg19: { size: 224, minSize: 32, preprocessing: 'caffe', build: VGG19 },
};
