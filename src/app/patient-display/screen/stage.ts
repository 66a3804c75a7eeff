import type { DisplayScene } from '../../../engine/feedback/display-protocol';
import type { Tail } from './tail';
import classes from './Screen.module.css';

const SVG = 'http://www.w3.org/2000/svg';
/** Room at both sides, and the dot, as shares of the stage. */
const SIDE = 0.07;
const DOT = 0.036;
/** Of the frame around the target, as a share of the dot's radius. */
const FRAME = 0.35;

/** The dot, its tail and the target, in pixels of wherever they stand. */
export class Stage {
  readonly root = document.createElementNS(SVG, 'svg');
  private readonly gate = this.part('rect', classes.gate);
  private readonly tail = this.part('polyline', classes.tail);
  private readonly dot = this.part('circle', classes.dot);
  private width = 0;
  private height = 0;
  private range: readonly [number, number] = [0, 1];

  constructor() {
    this.root.classList.add(classes.stage);
    this.root.setAttribute('role', 'img');
    this.root.setAttribute('data-testid', 'screen-stage');
  }

  /** Calls back when the size has changed; returns what ends it. */
  follow(changed: () => void): () => void {
    const observer = new ResizeObserver(([{ contentRect }]) => {
      this.width = contentRect.width;
      this.height = contentRect.height;
      this.dot.setAttribute('r', this.radius.toFixed(1));
      this.tail.setAttribute('stroke-width', (this.radius * 0.9).toFixed(1));
      this.gate.setAttribute('stroke-width', (this.radius * FRAME).toFixed(1));
      this.gate.setAttribute('rx', (this.radius * 0.6).toFixed(1));
      changed();
    });
    observer.observe(this.root);
    return () => observer.disconnect();
  }

  setScene({ range, target, side, steps }: DisplayScene): void {
    this.range = range;
    this.root.dataset.side = side;
    this.gate.classList.toggle(classes.met, target !== null && steps.at(-1) === 'in');
    show(this.gate, target !== null);
    if (target === null) return;
    const [left, right] = [this.x(target.aim.from / 100), this.x(target.aim.to / 100)];
    const [top, bottom] = [this.y(target.high), this.y(target.low)];
    // The frame lies outside: inside it is the band and nothing else, so a dot seen within it is within it.
    const frame = this.radius * FRAME;
    place(this.gate, { x: left, width: right - left, y: top - frame / 2, height: bottom - top + frame });
  }

  /** Hidden where the angle is not known. */
  setDot(phase: number | null, angle: number): void {
    show(this.dot, !Number.isNaN(angle));
    if (Number.isNaN(angle)) return;
    place(this.dot, { cx: this.x(phase ?? 0), cy: this.y(angle) });
    this.dot.dataset.phase = phase === null ? '' : phase.toFixed(3);
  }

  setTail({ all }: Tail): void {
    const points = all.map((p) => `${this.x(p.phase).toFixed(1)},${this.y(p.angle).toFixed(1)}`);
    this.tail.setAttribute('points', points.join(' '));
  }

  hideMovement(): void {
    show(this.dot, false);
    this.tail.setAttribute('points', '');
  }

  private get radius(): number {
    return DOT * Math.min(this.width, this.height * 1.6);
  }

  private x(phase: number): number {
    return this.width * (SIDE + (1 - 2 * SIDE) * phase);
  }

  /** What lies beyond the edges is shown at them. */
  private y(angle: number): number {
    const [low, high] = this.range;
    const share = Math.min(1, Math.max(0, (angle - low) / (high - low)));
    const room = this.radius * 1.2;
    return this.height - room - share * (this.height - 2 * room);
  }

  private part<K extends 'rect' | 'polyline' | 'circle'>(
    name: K,
    className: string | undefined,
  ): SVGElementTagNameMap[K] {
    const element = document.createElementNS(SVG, name);
    element.setAttribute('class', className ?? '');
    this.root.append(element);
    return element;
  }
}

function place(element: SVGElement, attributes: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value.toFixed(1));
}

const show = (element: SVGElement, shown: boolean): void =>
  element.setAttribute('visibility', shown ? 'visible' : 'hidden');
