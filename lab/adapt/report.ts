import { type Figure, figure } from '../figures';
import type { Study, TrialRow } from './study';

/** A change smaller than this, either way, is none. */
const MARGIN = 0.02;
const GATE_MS = [100, 200];

export function figuresOf(study: Study): Figure[] {
  const at = (rows: readonly TrialRow[], ms: number) =>
    rows.map((r) => ({ ...r.horizons.find((h) => h.ms === ms)!, decision: r.decision }));
  const figures: Figure[] = [];
  for (const group of ['abnormal', 'normal']) {
    const members = study.people.filter((p) => p.group === group);
    if (members.length === 0) continue;
    figures.push(figure(`adapt.${group}.people`, members.length, '1'));
    for (const ms of [50, 100, 200, 500]) {
      const rows = at(members, ms);
      const goal = group === 'abnormal' && ms === 100 ? -15 : null;
      figures.push(figure(`adapt.${group}.${ms}ms.change`, 100 * mean(rows.map((r) => r.change)), '%', goal));
      figures.push(
        figure(`adapt.${group}.${ms}ms.change_ungated`, 100 * mean(rows.map((r) => r.ungatedChange)), '%'),
      );
    }
  }
  const worse = study.people.filter(
    (p) => p.decision === 'accept' && p.horizons.some((h) => GATE_MS.includes(h.ms) && h.change > MARGIN),
  );
  figures.push(figure('adapt.accepted_worse_over_2pct', worse.length, 'people', 0));
  if (study.trials.length > 0) {
    const cases = GATE_MS.flatMap((ms) => at(study.trials, ms));
    const share = (accepts: (c: (typeof cases)[number]) => boolean) =>
      mean(cases.map((c) => (right(c.ungatedChange, accepts(c)) ? 1 : 0)));
    figures.push(figure('adapt.gate_cases', cases.length, '1'));
    figures.push(
      figure(
        'adapt.gate_right_share',
        share((c) => c.use),
        '1',
        0.9,
        'above',
      ),
    );
    figures.push(
      figure(
        'adapt.always_accept_right_share',
        share(() => true),
        '1',
      ),
    );
    figures.push(
      figure(
        'adapt.never_accept_right_share',
        share(() => false),
        '1',
      ),
    );
    figures.push(figure('adapt.gate_accepts_share', mean(cases.map((c) => (c.use ? 1 : 0))), '1'));
    for (const k of [...new Set(study.trials.map((t) => t.k))])
      for (const ms of GATE_MS) {
        const some = at(
          study.trials.filter((t) => t.k === k),
          ms,
        );
        const correct = some.map((c) => (right(c.ungatedChange, c.use) ? 1 : 0));
        figures.push(figure(`adapt.gate_right_share.${k}_strides.${ms}ms`, mean(correct), '1'));
        figures.push(
          figure(`adapt.trials.${k}_strides.${ms}ms.change`, 100 * mean(some.map((c) => c.change)), '%'),
        );
      }
  }
  return figures;
}

/** Accepting is right below -2 %, keeping above +2 %, either between. */
function right(change: number, accepted: boolean): boolean {
  if (change < -MARGIN) return accepted;
  if (change > MARGIN) return !accepted;
  return true;
}

/** Person by person: error before and after in percent of the range, and their change. */
export function tableOf({ people, refused, unseen }: Study): string {
  const head = `${'person'.padEnd(10)}${'k'.padStart(2)}${'test s'.padStart(8)}${'gate'.padStart(8)}  NMAE % before > after (change; as if accepted) | best baseline, adapted ones included, at 50, 100, 200, 500 ms`;
  const lines = people.map((p) => {
    const cells = p.horizons
      .filter((h) => h.ms >= 50)
      .map(
        (h) =>
          `${h.beforeNmae.toFixed(2)} > ${h.afterNmae.toFixed(2)} (${percent(h.change)}; ${percent(h.ungatedChange)}) | ${bestBaseline(h.baselines)}`,
      );
    const test = (p.testTicks / 100).toFixed(1);
    return `${p.person.padEnd(10)}${String(p.k).padStart(2)}${test.padStart(8)}${p.decision.padStart(8)}  ${cells.join('   ')}`;
  });
  const out = refused.map(
    (r) => `${r.person.padEnd(10)}${String(r.k).padStart(2)}  refused: ${r.codes.join(', ')}`,
  );
  const seen = unseen.map((id) => `${id}: seen in training by all weights at hand`);
  return [head, ...lines, ...out, ...seen].join('\n');
}

function bestBaseline(baselines: Readonly<Record<string, number>>): string {
  const [id, nmae] = Object.entries(baselines).reduce((a, b) => (b[1] < a[1] ? b : a));
  return `${nmae.toFixed(2)} ${id}`;
}

const percent = (share: number): string => `${share > 0 ? '+' : ''}${(100 * share).toFixed(0)} %`;
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
