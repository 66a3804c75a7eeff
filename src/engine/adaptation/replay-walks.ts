import { decodeReplay } from '../../adapt/replay-file';
import type { Walk } from '../../adapt/walk';
import type { FetchFile } from '../../forecast/model-library';
import type { ModelCard } from '../../forecast/model-card';
import { bindToSide } from '../../gait/channels';

/** The generated base strides that ship beside a model, so that it does not forget them; none for a model without. */
export class ReplayWalks {
  readonly #fetchFile: FetchFile;
  readonly #known = new Map<string, Promise<readonly Walk[]>>();

  constructor(fetchFile: FetchFile) {
    this.#fetchFile = fetchFile;
  }

  of(card: ModelCard): Promise<readonly Walk[]> {
    const found = this.#known.get(card.id) ?? this.#read(card);
    this.#known.set(card.id, found);
    return found;
  }

  async #read(card: ModelCard): Promise<readonly Walk[]> {
    const needed = [...card.inputs, ...card.outputs].map((name) => bindToSide(name, 'r'));
    try {
      const walks = decodeReplay(await this.#fetchFile(`replay-${card.id}.bin`));
      return walks.filter((w) => w.rate === card.rate && needed.every((name) => name in w.channels));
    } catch {
      return [];
    }
  }
}
