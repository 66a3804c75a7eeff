import type { DisplayScene } from '../../../engine/feedback/display-protocol';
import { fill, type ScreenWords } from './words';
import classes from './Screen.module.css';

const SHOWN = 10;

/** The last ten steps: full where the target was met, else a small ring above or below; and how many met it. */
export class Progress {
  readonly root = document.createElement('div');
  private readonly dots: HTMLElement[];
  private readonly count = document.createElement('span');
  private readonly wanted = document.createElement('span');

  constructor() {
    this.root.className = classes.progress;
    this.root.setAttribute('role', 'img');
    this.root.dataset.testid = 'screen-progress';
    const row = document.createElement('div');
    row.className = classes.dots;
    this.dots = Array.from({ length: SHOWN }, () => {
      const dot = document.createElement('i');
      row.append(dot);
      return dot;
    });
    const figures = document.createElement('div');
    figures.className = classes.count;
    figures.append(this.count, this.wanted);
    this.root.append(row, figures);
  }

  setScene({ target, steps, inTarget, judged, wanted }: DisplayScene, words: ScreenWords): void {
    this.root.style.visibility = target === null ? 'hidden' : 'visible';
    this.root.dataset.judged = String(judged);
    this.root.dataset.count = String(inTarget);
    this.dots.forEach((dot, i) => {
      dot.dataset.result = steps[i] ?? 'none';
    });
    this.count.textContent = String(inTarget);
    this.wanted.textContent = wanted === null ? '' : `/${wanted}`;
    const text = wanted === null ? words.progress : words.progressOf;
    this.root.setAttribute('aria-label', fill(text, { count: inTarget, wanted: wanted ?? '' }));
  }
}
