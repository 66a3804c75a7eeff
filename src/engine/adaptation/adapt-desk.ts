import type { PersonalModel } from '../../adapt/personal-model';
import type { PeerModels } from '../../adapt/peers/fit-peers';
import { choosePeer, PEER_IDS, type PeerId } from '../../adapt/peers/peer-choice';
import type { AdaptReport, Verdict } from '../../adapt/worker/protocol';
import type { LoadedModel } from '../../forecast/model-library';
import type { AdaptationState, PersonalDraft } from '../adapt-protocol';
import type { AdaptRunner } from './adapt-runner';
import { type Assignment, draftOf, requestOf } from './assignment';
import type { PersonalParts } from './live-personal';
import type { MaterialChoice } from './stride-collector';
import { secondsLeft } from './time-left';

type Running = Extract<AdaptationState, { phase: 'running' }>;

/** A model that somebody accepted: what runs, and what is kept of it. */
export interface Accepted {
  readonly draft: PersonalDraft;
  readonly parts: PersonalParts;
  readonly base: LoadedModel;
}

interface DeskOptions {
  readonly runner: AdaptRunner;
  readonly now: () => number;
  readonly onState: (state: AdaptationState) => void;
  readonly onAccepted: (accepted: Accepted) => void;
}

interface Job {
  readonly assignment: Assignment;
  readonly beganMs: number;
  /** Of the present attempt. */
  triedMs: number;
  verdict: Verdict | null;
  made: { readonly personal: PersonalModel; readonly peers: PeerModels | null } | null;
  /** Accepted before the model that learned from all strides was there. */
  choice: string | null;
}

/** The therapist's adaptation, from the button to the decision. */
export class AdaptDesk {
  state: AdaptationState = { phase: 'idle' };
  readonly #options: DeskOptions;
  #job: Job | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** A run is under way, or its comparison waits for a decision. */
  get busy(): boolean {
    return this.#job !== null;
  }

  /** Id of the base weights that the present work is about; null without work. */
  get baseKey(): string | null {
    return this.#job?.assignment.baseKey ?? null;
  }

  start(assignment: Assignment | null, choice: MaterialChoice): void {
    this.#drop();
    if (!choice.ok) return this.#enter({ phase: 'refused', refusals: choice.refusals });
    if (assignment === null) return this.#fail('internal', 'no model');
    const beganMs = this.#options.now();
    const job: Job = {
      assignment,
      beganMs,
      triedMs: beganMs,
      verdict: null,
      made: null,
      choice: null,
    };
    this.#job = job;
    this.#enter(this.#runningState(job, 0));
    this.#options.runner.start(requestOf(assignment), {
      report: (report) => this.#onReport(job, report),
      restarted: () => {
        job.triedMs = this.#options.now();
        const restarts = this.state.phase === 'running' ? this.state.restarts + 1 : 1;
        if (job.verdict === null) this.#enter(this.#runningState(job, restarts));
      },
      failed: (code, detail) => this.#fail(code, detail),
    });
  }

  cancel(): void {
    if (this.#job === null) return;
    this.#drop();
    this.#enter({ phase: 'cancelled' });
  }

  /** The comparison is put away, and whatever ran goes on running. */
  keep(): void {
    this.#drop();
    this.#enter({ phase: 'idle' });
  }

  /** The personal network (any name that is no classical forecaster's), or a classical forecaster. */
  accept(choice: string): void {
    const job = this.#job;
    if (job === null || job.verdict === null) return;
    // There is no personal network where the base model is kept.
    if (job.verdict.decision === 'keep' && !isPeer(choice)) return this.keep();
    job.choice = choice;
    if (job.made !== null) return this.#finish(job, choice);
    // The model that learned from all strides is still being made.
    this.#enter({ ...this.#runningState(job, 0), stage: 'finishing' });
  }

  #onReport(job: Job, report: Exclude<AdaptReport, { type: 'failed' }>): void {
    if (job !== this.#job) return;
    const { now } = this.#options;
    if (report.type === 'progress') return this.#onProgress(job, report);
    if (report.type === 'made') {
      job.made = report;
      if (job.choice !== null) this.#finish(job, job.choice);
      return;
    }
    // After a restart the same verdict comes again: it is deterministic.
    if (job.verdict !== null) return;
    job.verdict = report.verdict;
    const { material } = job.assignment;
    this.#enter({
      phase: 'compare',
      comparison: {
        ...report.verdict,
        trainingStrides: material.training.length,
        keptBackStrides: material.keptBack.length,
        seconds: (now() - job.beganMs) / 1000,
      },
    });
  }

  #onProgress(job: Job, { stage, share, loss }: Extract<AdaptReport, { type: 'progress' }>): void {
    const running = this.state;
    if (running.phase !== 'running') return;
    if ((stage === 'finishing') !== (job.verdict !== null)) return;
    this.#enter({
      ...running,
      stage,
      share,
      losses: loss === undefined || stage === 'finishing' ? running.losses : [...running.losses, loss],
      secondsLeft: stage === 'finishing' ? null : secondsLeft(share, this.#options.now() - job.triedMs),
    });
  }

  #finish(job: Job, choice: string): void {
    if (job.made === null || job.verdict === null) return;
    const { personal, peers } = job.made;
    const { assignment, verdict } = job;
    this.#job = null;
    if (isPeer(choice) && peers !== null) {
      const peer = choosePeer(peers, choice);
      const draft = draftOf(assignment, verdict, { kind: 'peer', peerId: choice, peer });
      this.#options.onAccepted({ draft, parts: { kind: 'peer', peer }, base: assignment.base });
    } else {
      const draft = draftOf(assignment, verdict, { kind: 'network', personal });
      this.#options.onAccepted({ draft, parts: { kind: 'network', personal }, base: assignment.base });
    }
    this.#enter({ phase: 'idle' });
  }

  #runningState({ assignment: { material } }: Job, restarts: number): Running {
    return {
      phase: 'running',
      stage: 'reading',
      share: 0,
      secondsLeft: null,
      losses: [],
      trainingStrides: material.training.length,
      keptBackStrides: material.keptBack.length,
      restarts,
    };
  }

  #fail(code: 'worker_died' | 'internal', detail: string): void {
    this.#job = null;
    this.#enter({ phase: 'failed', code, detail });
  }

  #drop(): void {
    if (this.#job !== null) this.#options.runner.stop();
    this.#job = null;
  }

  #enter(state: AdaptationState): void {
    this.state = state;
    this.#options.onState(state);
  }
}

const isPeer = (choice: string): choice is PeerId => (PEER_IDS as string[]).includes(choice);
