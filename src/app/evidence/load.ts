import { type Study, studySchema } from '../../forecast/evidence/study';
import { type ModelCard } from '../../forecast/model-card';
import { ModelLibrary } from '../../forecast/model-library';

/** Everything that the screen draws from; `broken`: files that could not be had or read. */
export interface Evidence {
  readonly cards: readonly ModelCard[];
  readonly studies: readonly Study[];
  readonly broken: readonly string[];
}

/** Studies as the command line wrote them, shipped as they are. */
const STUDIES = import.meta.glob<string>('/docs/evidence/*.json', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});

/** What it is about first; any other study after these. */
const ORDER = ['knee-people', 'transfer', 'synergy', 'intervals', 'trust'];

/** Rejects where not even the list of models can be had: the page is offline or was moved. */
export async function loadEvidence(signal: AbortSignal): Promise<Evidence> {
  const fetched = async (path: string): Promise<Uint8Array> => {
    const response = await fetch(path, { signal });
    if (!response.ok) throw new Error(`${response.status} ${path}`);
    return new Uint8Array(await response.arrayBuffer());
  };
  const broken: string[] = [];
  const library = ModelLibrary.open((path) => fetched(`models/${path}`));
  const studies = Object.entries(STUDIES).map(async ([path, url]): Promise<Study | null> => {
    try {
      return studySchema.parse(JSON.parse(new TextDecoder().decode(await fetched(url))));
    } catch (error) {
      signal.throwIfAborted();
      broken.push(`${path.split('/').at(-1)}: ${error instanceof Error ? error.name : ''}`);
      return null;
    }
  });
  // Together: where one is given up, the others are too, and nobody else would hear of it.
  const [{ cards, problems }, found] = await Promise.all([library, Promise.all(studies)]);
  const read = found.filter((s) => s !== null);
  const place = (id: string) => (ORDER.includes(id) ? ORDER.indexOf(id) : ORDER.length);
  return {
    cards,
    studies: read.toSorted((a, b) => place(a.id) - place(b.id)),
    broken: [...broken, ...problems.map((p) => p.message)],
  };
}
