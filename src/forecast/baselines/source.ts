import type { ChannelName } from '../../gait/channels';
import type { History } from '../forecaster';
import type { BaselineSource } from './baselines-file';

/** Where a baseline reads its past: it is made once and looks at another history at each forecast, so nothing is allocated. */
export class SourceView implements Pick<History, 'input'> {
  readonly #source: BaselineSource;
  #history: History | null = null;

  constructor(source: BaselineSource) {
    this.#source = source;
  }

  of(history: History): this {
    this.#history = history;
    return this;
  }

  input(channel: ChannelName, ticks: number): Float32Array {
    if (this.#history === null) throw new TypeError('no history yet');
    return this.#history[this.#source](channel, ticks);
  }
}
