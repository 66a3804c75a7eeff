import type { FeatureCard, ModelCard } from '../../src/forecast/model-card';
import type { NetworkSpec } from '../../src/forecast/network-spec';
import type { Augmentation } from './augment';

/** Everything that, with a seed and a set of people, makes a model. */
export interface Recipe {
  readonly id: string;
  readonly name: string;
  /** Whose walking it learns: knees of the UCI set (default), or whole legs of the CMU and GaitPrint sets (lab/motion). */
  readonly people?: 'uci' | 'motion';
  readonly features: FeatureCard;
  readonly conditioning: ModelCard['conditioning'];
  /** The network that personal models over this one start from: see the card. */
  readonly memory?: ModelCard['memory'];
  readonly architecture: NetworkSpec;
  readonly augmentation: Augmentation;
  /**
   * A second phase that goes on from the first with noise on the past (deg, see Augmentation): what was learned from clean
   * sensors is made calm on noisy ones. docs/evidence.md says what more or less noise costs.
   */
  readonly settling?: {
    readonly steps: number;
    readonly learningRate: number;
    readonly noise: number;
  };
  readonly steps: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Error that is usual at a step, in units of s: steps are weighted by its inverse, and errors beyond it count linearly. */
  readonly usualError: (step: number) => number;
  /** Share of the echo's own forecast that is mixed into the trained network's, by step: see join-echo.ts. */
  readonly echoShare?: (step: number) => number;
  readonly limits: ModelCard['limits'];
}
