import type { LoadedModel } from '../../forecast/model-library';
import type { ChannelName } from '../../gait/channels';
import type { ActivePersonal, AdaptEvent, PersonalDraft } from '../adapt-protocol';
import { memoryKeyOf } from './assignment';
import { type LivePersonal, type PersonalParts, partsOf, runPersonal } from './live-personal';

type RefusalCode = Extract<AdaptEvent, { type: 'personalRefused' }>['code'];

export interface KeptPersonal {
  readonly id: string;
  readonly label: string;
  readonly draft: PersonalDraft;
}

/** What somebody chose to run in the place of the base model, whether the base model that it belongs to is in use now or not. */
export class PersonalHost {
  chosen: LivePersonal | null = null;
  readonly #onChange: () => void;
  #name: Pick<ActivePersonal, 'id' | 'label'> = { id: null, label: '' };
  #ticket = 0;

  /** `onChange`: the choice is another; what ran before must not run any more when this returns. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** As the page sees it. */
  get active(): ActivePersonal | null {
    if (this.chosen === null) return null;
    return { ...this.#name, side: this.chosen.side, kind: this.chosen.parts.kind };
  }

  /** Only the name is new: what runs are these very numbers. */
  rename({ id, label, draft }: KeptPersonal): boolean {
    const chosen = this.chosen?.draft;
    if (chosen === undefined || !sameModel(chosen, draft)) return false;
    this.#ticket++;
    this.#name = { id, label };
    return true;
  }

  /** Null when it runs, or when something else was chosen meanwhile. `channels`: null where no device is there yet. */
  async choose(
    { id, label, draft }: KeptPersonal,
    base: LoadedModel | null,
    channels: readonly ChannelName[] | null,
  ): Promise<RefusalCode | null> {
    if (base === null || !isMadeOver(draft, base)) return 'other_base';
    if (base.card.rate !== draft.rate) return 'other_channels';
    if (channels !== null && draft.channels.some((name) => !channels.includes(name))) return 'other_channels';
    try {
      await this.take(draft, partsOf(draft), base, { id, label });
      return null;
    } catch {
      return 'damaged';
    }
  }

  /** Runs what was just made or read. Rejects where it does not fit the base model. */
  async take(
    draft: PersonalDraft,
    parts: PersonalParts,
    base: LoadedModel,
    name: Pick<ActivePersonal, 'id' | 'label'> = { id: null, label: '' },
  ): Promise<void> {
    const ticket = ++this.#ticket;
    const made = await runPersonal(draft, parts, base);
    if (ticket !== this.#ticket) return made.dispose();
    this.#name = name;
    this.#set(made);
  }

  drop(): void {
    this.#ticket++;
    this.#set(null);
  }

  #set(next: LivePersonal | null): void {
    const before = this.chosen;
    this.chosen = next;
    if (before !== next) this.#onChange();
    before?.dispose();
  }
}

/** These are the weights that it was made over, and starts from. */
function isMadeOver({ baseSha256, memorySha256 }: PersonalDraft, base: LoadedModel): boolean {
  if (base.card.files.weights.sha256 !== baseSha256) return false;
  return memorySha256 === null || memorySha256 === memoryKeyOf(base);
}

function sameModel(a: PersonalDraft, b: PersonalDraft): boolean {
  const told = ({ side, baseSha256, memorySha256, kind, rate, channels }: PersonalDraft): string =>
    JSON.stringify([side, baseSha256, memorySha256, kind, rate, channels]);
  return (
    told(a) === told(b) && a.bytes.length === b.bytes.length && a.bytes.every((v, i) => v === b.bytes[i])
  );
}
