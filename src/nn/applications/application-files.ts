import type { Model } from '../models/model.ts';
import { type Application, type ApplicationName, applicationOf } from './application.ts';

/** A file with published weights. */
export interface ApplicationFile {
  readonly name: string;
  readonly url: string;
  /** As the publisher tells it; null where it tells none. */
  readonly md5: string | null;
}

interface Published {
  /** Where the files are. */
  readonly address: string;
  /** What file names begin with. */
  readonly base: string;
  readonly md5: string;
  readonly noTopMd5: string;
}

const TENSORFLOW = 'https://storage.googleapis.com/tensorflow/keras-applications/';
const KERNELS = '_weights_tf_dim_ordering_tf_kernels';

/**
 * Addresses and checksums as in Keras's sources: https://github.com/keras-team/keras/tree/master/keras/src/applications.
 * MobileNet, whose files Keras downloads without a checksum, is below.
 */
const published: Readonly<Record<Exclude<ApplicationName, 'mobilenet'>, Published>> = {
  resnet50: {
    address: `${TENSORFLOW}resnet/`,
    base: `resnet50${KERNELS}`,
    md5: '2cb95161c43110f7111970584f804107',
    noTopMd5: '4d473c1dd8becc155b73f8504c6f6626',
  },
  inceptionresnetv2: {
    address: `${TENSORFLOW}inception_resnet_v2/`,
    base: `inception_resnet_v2${KERNELS}`,
    md5: 'e693bd0210a403b3192acc6073ad2e96',
    noTopMd5: 'd19885ff4a710c122648d3b5c3b684e4',
  },
  efficientnetb0: {
    address: 'https://storage.googleapis.com/keras-applications/',
    base: 'efficientnetb0',
    md5: '902e53a9f72be733fc0bcb005b3ebbac',
    noTopMd5: '50bc09e76180e00e4465e1a485ddc09d',
  },
  densenet201: {
    address: `${TENSORFLOW}densenet/`,
    base: `densenet201${KERNELS}`,
    md5: '1ceb130c1ea1b78c3bf6114dbdfd8807',
    noTopMd5: 'c13680b51ded0fb44dff2d8f86ac8bb1',
  },
  inceptionv3: {
    address: `${TENSORFLOW}inception_v3/`,
    base: `inception_v3${KERNELS}`,
    md5: '9a0d58056eeedaa3f26cb7ebd46da564',
    noTopMd5: 'bcbd6486424b2319ff4ef7d526e38f63',
  },
  vgg19: {
    address: `${TENSORFLOW}vgg19/`,
    base: `vgg19${KERNELS}`,
    md5: 'cbe5617147190e668d6c5d5026f83318',
    noTopMd5: '253f8cb515780f3b799900260a226db6',
  },
};

/** The names that published MobileNets have by their width. */
const ALPHA_NAMES: Readonly<Record<number, string>> = { 0.25: '2_5', 0.5: '5_0', 0.75: '7_5', 1: '1_0' };

/** The file with the published weights for a model made this way. */
export function applicationFile({ kind, includeTop, variant = { alpha: 1, size: 224 } }: Application): ApplicationFile {
  if (kind === 'mobilenet') {
    const name = `mobilenet_${ALPHA_NAMES[variant.alpha]}_${variant.size}_tf${includeTop ? '' : '_no_top'}.h5`;
    return { name, url: `${TENSORFLOW}mobilenet/${name}`, md5: null };
  }
  const { address, base, md5, noTopMd5 } = published[kind];
  const name = `${base}${includeTop ? '' : '_notop'}.h5`;
  return { name, url: `${address}${name}`, md5: includeTop ? md5 : noTopMd5 };
}

/** Whether a file, by its name without folders, is that with a model's published weights. */
export function isPublishedFile(model: Model, name: string): boolean {
  const made = applicationOf(model);
  return made !== undefined && name === applicationFile(made).name;
}
