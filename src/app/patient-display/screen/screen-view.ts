import type {
  DisplayFrame,
  DisplayLook,
  DisplayPoint,
  DisplayScene,
} from '../../../engine/feedback/display-protocol';
import { Progress } from './progress';
import classes from './Screen.module.css';
import { Stage } from './stage';
import { Tail } from './tail';
import { wordOf } from './word';
import { fill, type ScreenLanguage, wordsOf } from './words';

/** Silence is looked for this often. */
const LOOK_MS = 100;

/** One moving thing, one target, one word. Stands in the patient's window, and small in the therapist's page. */
export class ScreenView {
  readonly root = document.createElement('div');
  /** Language and colours that the engine asks for. */
  onLook: (look: DisplayLook) => void = () => undefined;
  private readonly word = document.createElement('p');
  private readonly stage = new Stage();
  private readonly progress = new Progress();
  private readonly tail = new Tail();
  private readonly still = matchMedia('(prefers-reduced-motion: reduce)');
  private language: ScreenLanguage;
  private scene: DisplayScene | null = null;
  private now: DisplayPoint | null = null;
  private frames = 0;
  private heardMs: number | null = null;
  private drawing: number | null = null;
  private readonly looking: ReturnType<typeof setInterval>;
  private readonly unfollow: () => void;

  constructor(language: ScreenLanguage) {
    this.language = language;
    this.root.className = classes.screen;
    this.root.dataset.testid = 'screen';
    this.word.className = classes.word;
    this.word.setAttribute('role', 'status');
    this.root.append(this.word, this.stage.root, this.progress.root);
    this.progress.root.style.visibility = 'hidden';
    this.unfollow = this.stage.follow(() => this.changed());
    this.looking = setInterval(() => this.say(), LOOK_MS);
    this.changed();
  }

  takeScene(scene: DisplayScene): void {
    this.scene = scene;
    this.language = scene.look.language;
    this.onLook(scene.look);
    this.changed();
  }

  takeFrame(frame: DisplayFrame): void {
    this.heardMs = performance.now();
    this.now = frame.points.at(-1) ?? null;
    this.frames += 1;
    for (const { phase, angle } of frame.points) this.tail.add(phase, angle);
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = null;
      this.draw();
    });
  }

  dispose(): void {
    clearInterval(this.looking);
    if (this.drawing !== null) cancelAnimationFrame(this.drawing);
    this.unfollow();
    this.root.remove();
  }

  /** Words, target and progress: what stays from one step to the next. */
  private changed(): void {
    const { scene } = this;
    const words = wordsOf(this.language);
    if (scene !== null) {
      this.stage.setScene(scene);
      this.progress.setScene(scene, words);
    }
    const joint = words.joints[scene?.joint ?? 'knee'];
    this.stage.root.setAttribute('aria-label', fill(words.picture, { joint }));
    this.draw();
  }

  private draw(): void {
    this.root.dataset.frames = String(this.frames);
    if (!this.say()) return;
    if (this.still.matches) return this.drawStill();
    this.stage.setTail(this.tail);
    this.stage.setDot(this.now?.phase ?? null, this.now?.angle ?? Number.NaN);
  }

  /** For those whom movement disturbs: where the last step came to, beside the target. */
  private drawStill(): void {
    const { target, lastValue } = this.scene ?? {};
    const phase = target ? (target.aim.from + target.aim.to) / 200 : null;
    this.stage.setDot(phase, (target && lastValue) ?? Number.NaN);
  }

  /** Whether there is movement to be shown. */
  private say(): boolean {
    const { word, moving } = wordOf({
      scene: this.scene,
      silentMs: this.heardMs === null ? null : performance.now() - this.heardMs,
      walking: this.now !== null && this.now.phase !== null,
    });
    const text = wordsOf(this.language)[word];
    if (this.word.textContent !== text) this.word.textContent = text;
    this.root.dataset.word = word;
    if (!moving) {
      this.tail.clear();
      this.stage.hideMovement();
    }
    return moving;
  }
}
