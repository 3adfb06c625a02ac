import { describe, expect, it } from 'vitest';
import { chromiumForTests, startChromium } from '../support/chromium.ts';

/** Code and message of the error that a call in the page ends with. */
const problem = (call: string): string => `(${call}).then(() => 'none', (error) => [error.code, error.message])`;

describe('a camera that the page may use', () => {
  const chromium = chromiumForTests({
    flags: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  });

  it('plays, and gives pictures and pixels that are equal', async () => {
    const page = await chromium.open();
    const found = await page.evaluate(async () => {
      const camera = await cnnGpu.openCamera({ size: [240, 320] });
      const { video } = camera;
      // Stopped, so that both are of one moment.
      video.pause();
      const frame = camera.frame();
      const square = camera.frame({ square: true, colorMode: 'grayscale' });
      const blob = await camera.snapshot({ square: true });
      const bitmap = await createImageBitmap(blob);
      const context = new OffscreenCanvas(240, 240).getContext('2d') as OffscreenCanvasRenderingContext2D;
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, 240, 240);
      let differing = 0;
      for (let y = 0; y < 240; y++) {
        for (let x = 0; x < 240; x++) {
          for (let c = 0; c < 3; c++) {
            if (data[(y * 240 + x) * 4 + c] !== frame.pixels[(y * 320 + x + 40) * 3 + c]) differing++;
          }
        }
      }
      return {
        video: [video.muted, video.playsInline, video.videoHeight, video.videoWidth],
        frame: [frame.height, frame.width, frame.channels, frame.pixels.length],
        isPicture: new Set(frame.pixels).size > 10,
        square: [square.height, square.width, square.channels, square.pixels.length],
        blob: [blob.type, bitmap.width, bitmap.height],
        differing,
        isOpen: camera.isOpen,
      };
    });
    expect(found).toEqual({
      video: [true, true, 240, 320],
      frame: [240, 320, 3, 230_400],
      isPicture: true,
      square: [240, 240, 1, 57_600],
      blob: ['image/png', 240, 240],
      differing: 0,
      isOpen: true,
    });
  });

  it('is let go by close', async () => {
    const page = await chromium.open();
    const found = await page.evaluate(async () => {
      const camera = await cnnGpu.openCamera();
      camera.close();
      camera.close();
      const states = camera.stream.getTracks().map(({ readyState }) => readyState);
      const code = await camera.snapshot().catch(({ code, message }) => [code, message]);
      return { states, isOpen: camera.isOpen, source: camera.video.srcObject, code };
    });
    expect(found).toEqual({
      states: ['ended'],
      isOpen: false,
      source: null,
      code: ['DATA', 'The camera gives no pictures: it was closed or unplugged. Open it again.'],
    });
  });

  it('is listed, opened by its id, and no other one in its place', async () => {
    const page = await chromium.open({ context: { permissions: ['camera'] } });
    const listed = await page.evaluate(() => cnnGpu.cameras());
    expect(listed).toEqual([{ deviceId: expect.stringMatching(/./), label: expect.stringContaining('fake') }]);
    const opened = await page.evaluate(async () => {
      const [first] = await cnnGpu.cameras();
      const camera = await cnnGpu.openCamera({ deviceId: first?.deviceId as string });
      const { deviceId } = (camera.stream.getVideoTracks()[0] as MediaStreamTrack).getSettings();
      camera.close();
      return deviceId === first?.deviceId;
    });
    expect(opened).toBe(true);
    expect(await page.evaluate(problem(`cnnGpu.openCamera({ deviceId: 'other' })`))).toEqual([
      'DATA',
      'Cannot open the camera: there is none with this deviceId. cameras() lists those that there are.',
    ]);
  });

  it('is told apart from one of an insecure page', async () => {
    const other = await startChromium({ flags: ['--host-resolver-rules=MAP pages.test 127.0.0.1'] });
    try {
      const page = await other.open();
      const { port } = new URL(page.url());
      await page.goto(`http://pages.test:${port}/`);
      const message =
        'Browsers give cameras only to pages from https: addresses or from this computer (localhost); ' +
        `this one is from http://pages.test:${port}.`;
      expect(await page.evaluate(problem('cnnGpu.openCamera()'))).toEqual(['DATA', message]);
      expect(await page.evaluate(problem('cnnGpu.cameras()'))).toEqual(['DATA', message]);
    } finally {
      await other.close();
    }
  });
});

describe('a camera that the page may not use', () => {
  it('is denied', async () => {
    const chromium = await startChromium({
      flags: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream=deny'],
    });
    try {
      const page = await chromium.open();
      expect(await page.evaluate(problem('cnnGpu.openCamera()'))).toEqual([
        'DATA',
        expect.stringContaining('Cannot open the camera: it was denied. Allow it in the settings'),
      ]);
    } finally {
      await chromium.close();
    }
  });

  it('is not there', async () => {
    const chromium = await startChromium();
    try {
      const page = await chromium.open({ context: { permissions: ['camera'] } });
      expect(await page.evaluate(problem('cnnGpu.openCamera()'))).toEqual([
        'DATA',
        'Cannot open the camera: there is none. Plug one in, or take image files.',
      ]);
      expect(await page.evaluate(() => cnnGpu.cameras())).toEqual([]);
    } finally {
      await chromium.close();
    }
  });
});
