import type { RawImage } from '../../index.ts';
import type { Point } from '../drawn-digit.ts';
import { element } from './element.ts';

const SIDE = 280;
const PEN = 22;
/** How far an arrow key moves the pen. */
const STEP = 10;

/** A square to draw on with a pointer, or with the arrow keys while Space is down. */
export interface DrawingPad {
  readonly root: HTMLElement;
  /** The pen's ways so far; empty when nothing is drawn. */
  readonly strokes: readonly (readonly Point[])[];
  /** The picture as it stands, white on black. */
  image(): RawImage;
  clear(): void;
}

/** A black pad with a white pen. `onChange` hears of every bit that is drawn, and of clearing. */
export function drawingPad(onChange: () => void): DrawingPad {
  const canvas = element('canvas', {
    class: 'pad',
    part: 'pad',
    width: SIDE,
    height: SIDE,
    tabindex: 0,
    // Arrow keys are for the pen, also with a screen reader.
    role: 'application',
    'aria-label': 'Drawing pad. Draw with a pointer, or hold Space and move with the arrow keys; Delete clears.',
  });
  // Shows where the pen is for those who draw with the keyboard.
  const marker = element('span', { class: 'pen', hidden: true });
  const root = element('div', { class: 'pad-frame' }, canvas, marker);
  const context = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  let strokes: Point[][] = [];
  let pointer: number | null = null;
  let pen: Point = [SIDE / 2, SIDE / 2];
  let isPenDown = false;

  const paint = () => {
    context.fillStyle = '#000';
    context.fillRect(0, 0, SIDE, SIDE);
    Object.assign(context, { strokeStyle: '#fff', lineWidth: PEN, lineCap: 'round', lineJoin: 'round' });
    for (const stroke of strokes) {
      context.beginPath();
      for (const [x, y] of stroke) context.lineTo(x, y);
      // A point alone is a dot.
      if (stroke.length === 1) context.lineTo((stroke[0] as Point)[0], (stroke[0] as Point)[1]);
      context.stroke();
    }
    onChange();
  };
  const begin = (point: Point) => {
    strokes.push([point]);
    paint();
  };
  const extend = (point: Point) => {
    strokes.at(-1)?.push(point);
    paint();
  };
  const clear = () => {
    strokes = [];
    paint();
  };
  const showMarker = () => {
    marker.hidden = false;
    marker.style.left = `${(100 * pen[0]) / SIDE}%`;
    marker.style.top = `${(100 * pen[1]) / SIDE}%`;
  };
  const placeOf = ({ clientX, clientY }: PointerEvent): Point => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [((clientX - left) / width) * SIDE, ((clientY - top) / height) * SIDE];
  };

  canvas.addEventListener('pointerdown', (event) => {
    if (pointer !== null || event.button !== 0) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    marker.hidden = true;
    begin(placeOf(event));
  });
  canvas.addEventListener('pointermove', (event) => {
    if (event.pointerId !== pointer) return;
    const all = event.getCoalescedEvents?.() ?? [];
    strokes.at(-1)?.push(...(all.length > 1 ? all.slice(0, -1).map(placeOf) : []));
    extend(placeOf(event));
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(end, (event) => {
      if (event.pointerId === pointer) pointer = null;
    });
  }
  canvas.addEventListener('keydown', (event) => {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [];
    if (dx !== undefined && dy !== undefined) {
      const within = (value: number) => Math.min(Math.max(value, PEN / 2), SIDE - PEN / 2);
      pen = [within(pen[0] + dx * STEP), within(pen[1] + dy * STEP)];
      showMarker();
      if (isPenDown) extend(pen);
    } else if (event.key === ' ') {
      showMarker();
      if (!isPenDown) begin(pen);
      isPenDown = true;
    } else if (event.key === 'Delete' || event.key === 'Backspace') clear();
    else return;
    event.preventDefault();
  });
  canvas.addEventListener('keyup', ({ key }) => {
    if (key === ' ') isPenDown = false;
  });
  canvas.addEventListener('blur', () => {
    isPenDown = false;
    marker.hidden = true;
  });
  paint();
  return {
    root,
    get strokes() {
      return strokes;
    },
    image() {
      const { data } = context.getImageData(0, 0, SIDE, SIDE);
      return {
        pixels: data.filter((_, i) => i % 4 === 0) as unknown as Uint8Array,
        height: SIDE,
        width: SIDE,
        channels: 1,
      };
    },
    clear,
  };
}
