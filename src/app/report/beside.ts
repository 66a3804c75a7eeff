import type { SessionRow } from '../../records/shapes/session';

const KEY = /^mae_100ms\.([^.]+)\.([^.]+)$/;
/** In this order; the network goes by its model's id in the row. */
const FORECASTERS = ['personal', 'network', 'ridge', 'line', 'persistence'] as const;

interface Beside {
  readonly joint: string;
  readonly scores: readonly { readonly id: (typeof FORECASTERS)[number]; readonly mae: number }[];
}

/** Mean absolute errors 100 ms ahead, deg, of all that forecast in the session, on the same ticks. */
export function besideOf({ summary, modelIds }: Pick<SessionRow, 'summary' | 'modelIds'>): Beside[] {
  const joints = new Map<string, Map<(typeof FORECASTERS)[number], number>>();
  for (const [key, mae] of Object.entries(summary)) {
    const [, joint, forecaster] = KEY.exec(key) ?? [];
    if (joint === undefined || mae === null) continue;
    // Of several models the last one stands.
    const id = forecaster === modelIds.at(-1) ? 'network' : FORECASTERS.find((f) => f === forecaster);
    if (id === undefined) continue;
    const found = joints.get(joint) ?? new Map<typeof id, number>();
    joints.set(joint, found.set(id, mae));
  }
  return [...joints].map(([joint, found]) => ({
    joint,
    scores: FORECASTERS.flatMap((id) => {
      const mae = found.get(id);
      return mae === undefined ? [] : [{ id, mae }];
    }),
  }));
}
