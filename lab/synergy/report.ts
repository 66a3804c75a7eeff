import type { Phrase, StudyCurve, StudyInput } from '../../src/forecast/evidence/study';
import { CLAIMS, judgeClaim } from './claims';
import { FOCUS_JOINTS, type Focus, HORIZONS, INPUT_SETS, type InputSet, STEPS, WINDOW_TICKS } from './design';
import { BEST, FOUR, type Protocol, type Setting } from './jobs';
import { RATE, type Treatment } from './recordings';
import type { ResultStore } from './results';
import { ANKLE, baselineRow, KNEE, networkRow, type Row } from './rows';
import { BUDGET } from './train-job';
import type { OutputForm } from './windows';

type Table = StudyInput['tables'][number];
type Cell = string | number | null;

const SETS = Object.keys(INPUT_SETS) as InputSet[];
const phrase = (code: string, text: string, values?: Phrase['values']): Phrase => ({
  code,
  text,
  ...(values ? { values } : {}),
});

/** The study's tables and curves from what is in the store, with at most so many seeds. */
export class SynergyReport {
  readonly #store: ResultStore;
  readonly #seeds: number;

  constructor(store: ResultStore, seeds: number) {
    this.#store = store;
    this.#seeds = seeds;
  }

  study(): Omit<StudyInput, 'version' | 'generated'> {
    return {
      id: 'synergy',
      title: phrase('synergy_title', 'Synergy of joints: the networks and inputs of the first paper'),
      findings: this.#findings(),
      command: `npm run lab -- synergy --seeds ${this.#seeds}`,
      seed: 1,
      tables: this.#tables(),
      curves: this.#curves(),
    };
  }

  #tables(): Table[] {
    const knee = phrase('synergy_knee', 'right knee');
    const ankle = phrase('synergy_ankle', 'right ankle');
    const main = [
      ['knee', KNEE, knee],
      ['ankle', ANKLE, ankle],
    ] as const;
    const grid = (protocol: Protocol, treatment: Treatment): Table[] =>
      main.map(([id, joint, name]) => this.#grid(id, joint, name, protocol, treatment));
    return [
      ...grid('people_out', 'causal'),
      ...grid('within', 'zero_phase'),
      ...grid('within', 'causal'),
      this.#focus(),
      this.#forms(),
      this.#clipped(),
      this.#claims(),
      this.#paper(),
    ].filter((table) => table.rows.length > 0);
  }

  #row(setting: Omit<Setting, 'form'> & { form?: OutputForm }): Row | undefined {
    return networkRow(this.#store, { form: 'change', ...setting }, this.#seeds);
  }

  /** The paper's first table, with baselines beside. */
  #grid(id: string, joint: number, name: Phrase, protocol: Protocol, treatment: Treatment): Table {
    const rows: Cell[][] = [];
    const networks = [...FOUR, 'attention_before' as const];
    const notes: Phrase[] = [];
    for (const inputs of SETS) {
      const about = { protocol, treatment, inputs };
      for (const network of networks) {
        const row = this.#row({ ...about, network });
        if (row === undefined) continue;
        rows.push([network, inputs, ...withSpread(row, joint), row.seeds]);
        if (notes.length === 0) notes.push(counts(row));
      }
      for (const baseline of ['ridge', 'line', 'persistence'] as const) {
        const row = baselineRow(this.#store, { ...about, network: BEST, form: 'change' }, baseline);
        if (row === undefined) continue;
        const cells = HORIZONS.flatMap((_, h) => [row.rmse[joint][h], null]);
        rows.push([baseline, inputs, ...cells, ...row.mae[joint], null]);
      }
    }
    const setting = `${protocol}_${treatment}`;
    return {
      id: `${id}-${setting.replaceAll('_', '-')}`,
      title: phrase(`synergy_grid_${id}_${setting}`, `${TITLES[setting]}: ${name.text}`),
      caption: phrase(
        'synergy_errors',
        'Mean over people of RMSE and MAE, deg; mean and SD over seeds; less is better.',
      ),
      columns: [
        phrase('forecaster', 'Forecaster'),
        phrase('inputs', 'Inputs'),
        ...HORIZONS.flatMap(({ ms }) => [
          phrase('rmse_at', `RMSE ${ms} ms`, { ms }),
          { ...phrase('sd', 'SD'), digits: 2 },
        ]),
        ...HORIZONS.map(({ ms }) => phrase('mae_at', `MAE ${ms} ms`, { ms })),
        { ...phrase('seeds', 'Seeds'), digits: 0 },
      ],
      rows,
      notes: [...notes, ...settingNotes(protocol, treatment)],
    };
  }

  /** The paper's second table. */
  #focus(): Table {
    const about = { network: BEST, protocol: 'people_out', treatment: 'causal' } as const;
    const rows: Cell[][] = [];
    for (const how of ['gain', 'alone'] as const)
      for (const focus of Object.keys(FOCUS_JOINTS) as Focus[]) {
        const setting = { ...about, inputs: { focus, how } };
        const row = this.#row(setting);
        if (row === undefined) continue;
        const ridge = baselineRow(this.#store, { ...setting, form: 'change' }, 'ridge');
        rows.push([focus, how, ...withSpread(row, 0), row.seeds]);
        if (ridge !== undefined && how === 'alone')
          rows.push([
            focus,
            'ridge',
            ...HORIZONS.flatMap((_, h) => [ridge.rmse[0][h], null]),
            ...ridge.mae[0],
            null,
          ]);
      }
    return {
      id: 'attention-on-one-joint',
      title: phrase(
        'synergy_focus',
        'Attention held mainly on one joint: right knee, people left out, causal',
      ),
      caption: phrase(
        'synergy_errors',
        'Mean over people of RMSE and MAE, deg; mean and SD over seeds; less is better.',
      ),
      columns: [
        phrase('joint', 'Joint'),
        phrase('synergy_how', 'How'),
        ...HORIZONS.flatMap(({ ms }) => [phrase('rmse_at', `RMSE ${ms} ms`, { ms }), phrase('sd', 'SD')]),
        ...HORIZONS.map(({ ms }) => phrase('mae_at', `MAE ${ms} ms`, { ms })),
        { ...phrase('seeds', 'Seeds'), digits: 0 },
      ],
      rows,
      notes: [
        phrase(
          'synergy_focus_gain',
          'gain: all 24 angles; half of the weight on all but the knee itself lies on that joint, a channel is multiplied by its weight times their number.',
        ),
        phrase(
          'synergy_focus_alone',
          'alone: the knee itself and that joint, nothing else; a ridge on the same two beside it.',
        ),
      ],
    };
  }

  /** What the change from the present, with recent samples into the head, is worth. */
  #forms(): Table {
    const settings: Omit<Setting, 'form'>[] = [
      { network: BEST, inputs: 'legs_arms', protocol: 'people_out', treatment: 'causal' },
      { network: BEST, inputs: 'legs_arms', protocol: 'people_out', treatment: 'zero_phase' },
      { network: BEST, inputs: 'legs_arms', protocol: 'within', treatment: 'zero_phase' },
    ];
    const rows: Cell[][] = settings.flatMap((setting) =>
      (['change', 'absolute'] as const).flatMap((form) => {
        const row = this.#row({ ...setting, form });
        if (row === undefined) return [];
        return [[form, `${setting.protocol}_${setting.treatment}`, ...withSpread(row, KNEE), row.seeds]];
      }),
    );
    return {
      id: 'output-form',
      title: phrase(
        'synergy_forms',
        'What is forecast: the change from the present, or the angle itself (as the paper has it)',
      ),
      caption: phrase(
        'synergy_forms_caption',
        'CNN-LSTM with attention on all 24 angles, right knee; RMSE and MAE, deg.',
      ),
      columns: [
        phrase('synergy_form', 'Output'),
        phrase('setting', 'Setting'),
        ...HORIZONS.flatMap(({ ms }) => [phrase('rmse_at', `RMSE ${ms} ms`, { ms }), phrase('sd', 'SD')]),
        ...HORIZONS.map(({ ms }) => phrase('mae_at', `MAE ${ms} ms`, { ms })),
        { ...phrase('seeds', 'Seeds'), digits: 0 },
      ],
      rows,
    };
  }

  /** Whether the recordings whose knee the solver held at 0 are easier or harder. */
  #clipped(): Table {
    const about = { network: BEST, protocol: 'people_out', treatment: 'causal' } as const;
    const kinds = [
      ['whole', false],
      ['clipped', true],
    ] as const;
    const rows: Cell[][] = SETS.flatMap((inputs) =>
      kinds.flatMap(([kind, clipped]) => {
        const setting: Setting = { ...about, inputs, form: 'change' };
        const row = networkRow(this.#store, setting, this.#seeds, (t) => t.clippedKnee === clipped);
        const ridge = baselineRow(this.#store, setting, 'ridge', (t) => t.clippedKnee === clipped);
        if (row === undefined || ridge === undefined) return [];
        return [
          [inputs, kind, row.people, ...HORIZONS.flatMap((_, h) => [row.rmse[KNEE][h], ridge.rmse[KNEE][h]])],
        ];
      }),
    );
    return {
      id: 'clipped-knees',
      title: phrase(
        'synergy_clipped',
        'Recordings whose knee the solver held at 0 in more than 2 % of the frames, and the others',
      ),
      caption: phrase(
        'synergy_clipped_caption',
        'CNN-LSTM with attention beside ridge, right knee, people left out, causal; RMSE, deg.',
      ),
      columns: [
        phrase('inputs', 'Inputs'),
        phrase('recordings', 'Recordings'),
        { ...phrase('people', 'People'), digits: 0 },
        ...HORIZONS.flatMap(({ ms }) => [
          phrase('rmse_at', `RMSE ${ms} ms`, { ms }),
          phrase('ridge_at', `Ridge ${ms} ms`, { ms }),
        ]),
      ],
      rows,
    };
  }

  /** Where the paper's ranking holds. */
  #claims(): Table {
    const settings = [
      { protocol: 'people_out', treatment: 'causal' },
      { protocol: 'within', treatment: 'zero_phase' },
    ] as const;
    const rows = settings.flatMap((setting) =>
      CLAIMS.flatMap((claim) => {
        const verdict = judgeClaim(claim, (part) => this.#row({ ...setting, ...part }));
        if (verdict === undefined) return [];
        const { holds, undecided, reversed, change } = verdict;
        return [[claim.code, `${setting.protocol}_${setting.treatment}`, holds, undecided, reversed, change]];
      }),
    );
    return {
      id: 'ranking',
      title: phrase('synergy_ranking', "Where the paper's ranking holds"),
      caption: phrase(
        'synergy_ranking_caption',
        'Comparisons of RMSE over inputs or networks, both joints and three horizons. Clear: by more than twice the standard error over seeds.',
      ),
      columns: [
        phrase('synergy_claim', 'The paper says'),
        phrase('setting', 'Setting'),
        { ...phrase('synergy_holds', 'Clearly so'), digits: 0 },
        { ...phrase('synergy_undecided', 'Undecided'), digits: 0 },
        { ...phrase('synergy_reversed', 'Clearly the other way'), digits: 0 },
        { ...phrase('synergy_change', 'Mean change of RMSE, %'), digits: 1 },
      ],
      rows,
      notes: CLAIMS.map(({ code, text }) => phrase(code, `${code}: ${text}.`)),
    };
  }

  /** The paper's figures beside those of the setting that is likest to its own. */
  #paper(): Table {
    const rows: Cell[][] = SETS.flatMap((inputs, i) => {
      const about = { protocol: 'within', treatment: 'zero_phase', inputs } as const;
      const ridge = baselineRow(this.#store, { ...about, network: BEST, form: 'change' }, 'ridge');
      return FOUR.flatMap((network): Cell[][] => {
        const row = this.#row({ ...about, network });
        if (row === undefined) return [];
        const own = HORIZONS.map((_, h) => row.rmse[KNEE][h]);
        return [
          [
            network,
            inputs,
            PAPER_RMSE[network][i],
            ...own,
            ...HORIZONS.map((_, h) => ridge?.rmse[KNEE][h] ?? null),
          ],
        ];
      });
    });
    return {
      id: 'beside-the-paper',
      title: phrase(
        'synergy_paper',
        "The paper's figures beside ours: smoothed angles, split within recordings, right knee",
      ),
      caption: phrase(
        'synergy_paper_caption',
        'RMSE, deg. The paper tells its horizon as 50, 60 and 100 ms; it has other people and its own smoothing, so only the order can be compared.',
      ),
      columns: [
        phrase('forecaster', 'Forecaster'),
        phrase('inputs', 'Inputs'),
        { ...phrase('synergy_paper_says', 'Paper'), digits: 3 },
        ...HORIZONS.map(({ ms }) => phrase('rmse_at', `RMSE ${ms} ms`, { ms })),
        ...HORIZONS.map(({ ms }) => phrase('ridge_at', `Ridge ${ms} ms`, { ms })),
      ],
      rows,
    };
  }

  #curves(): StudyCurve[] {
    const about = { protocol: 'people_out', treatment: 'causal', inputs: 'legs_arms' } as const;
    const rows = FOUR.map((network) => ({ network, row: this.#row({ ...about, network }) }));
    const series = (which: 1 | 2) =>
      rows.flatMap(({ network, row }) =>
        row === undefined
          ? []
          : [
              {
                name: network,
                kind: 'forecast' as const,
                points: row.curve.map((p): [number, number] => [p[0], Number(p[which].toPrecision(4))]),
              },
            ],
      );
    if (series(1).length === 0) return [];
    const axes = {
      x: phrase('training_steps', 'Steps of training'),
      y: phrase('synergy_loss', 'Mean squared error, in squares of the SD'),
    };
    return [
      {
        id: 'training-loss',
        title: phrase('synergy_training_loss', 'Loss on training people'),
        ...axes,
        series: series(1),
      },
      {
        id: 'test-loss',
        title: phrase('synergy_test_loss', 'Loss on people left out'),
        ...axes,
        series: series(2),
      },
    ];
  }

  #findings(): Phrase[] {
    const setting = { protocol: 'people_out', treatment: 'causal', inputs: 'legs_arms' } as const;
    const rows = FOUR.flatMap((network) => {
      const row = this.#row({ ...setting, network });
      return row === undefined ? [] : [{ network, row }];
    });
    const ridge = baselineRow(this.#store, { ...setting, network: BEST, form: 'change' }, 'ridge');
    const smooth = baselineRow(
      this.#store,
      { protocol: 'within', treatment: 'zero_phase', inputs: 'right_leg', network: BEST, form: 'change' },
      'ridge',
    );
    if (rows.length === 0 || ridge === undefined) return [];
    const sorted = [...rows].sort((a, b) => a.row.rmse[KNEE][0] - b.row.rmse[KNEE][0]);
    const best = sorted[0];
    const order = sorted.map((o) => PAPER_NAMES[o.network]).join(' < ');
    const winner = PAPER_NAMES[best.network];
    const below = 100 * (1 - best.row.rmse[KNEE][0] / ridge.rmse[KNEE][0]);
    const findings = [
      phrase(
        'synergy_order',
        `On people left out, causal, from all 24 angles, the RMSE of the right knee at 50 ms orders the networks ${order}; ${winner} is ${below.toFixed(0)} % below a ridge on the same inputs.`,
        { order, winner, below: Math.round(below) },
      ),
    ];
    if (smooth !== undefined)
      findings.push(
        phrase(
          'synergy_smooth',
          `On smoothed angles and within recordings a plain ridge on the right leg reaches ${smooth.rmse[KNEE][0].toFixed(2)} deg at 50 ms and ${smooth.rmse[KNEE][1].toFixed(2)} at 60: figures of that size say little about the network.`,
          { at50: Number(smooth.rmse[KNEE][0].toFixed(2)), at60: Number(smooth.rmse[KNEE][1].toFixed(2)) },
        ),
      );
    return findings;
  }
}

/** RMSE of the paper's first table: right leg, both legs, legs and arms. */
const PAPER_RMSE: Readonly<Record<string, readonly number[]>> = {
  cnn: [1.369, 0.995, 0.81],
  lstm: [1.014, 0.844, 0.745],
  cnn_lstm: [0.823, 0.741, 0.665],
  attention_after: [0.391, 0.373, 0.317],
};

/** The networks as the paper calls them, the same in every language. */
const PAPER_NAMES: Readonly<Record<string, string>> = {
  cnn: 'CNN',
  lstm: 'LSTM',
  cnn_lstm: 'CNN-LSTM',
  attention_after: 'CNN-LSTM-A',
};

const TITLES: Readonly<Record<string, string>> = {
  people_out_causal: 'People left out, causal input',
  within_zero_phase: 'Split within each recording, zero-phase (looks ahead), as papers do',
  within_causal: 'Split within each recording, causal input',
};

const withSpread = (row: Row, joint: number): Cell[] => [
  ...HORIZONS.flatMap((_, h) => [row.rmse[joint][h], finite(row.rmseSd[joint][h])]),
  ...row.mae[joint],
];

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const counts = ({ people, windows, trainingWindows }: Row): Phrase =>
  phrase(
    'synergy_counts',
    `${people} people (subject numbers), ${windows} test windows; ${trainingWindows} training windows on average.`,
    { people, windows, training: trainingWindows },
  );

function settingNotes(protocol: Protocol, treatment: Treatment): Phrase[] {
  const { steps, batch } = BUDGET;
  return [
    phrase(
      'synergy_budget',
      `Windows of ${WINDOW_TICKS} ticks at ${RATE} Hz, ${STEPS} steps ahead; ${steps} steps of ${batch} windows, Adam, MSE: a fixed small budget in place of 300 epochs, folds and seeds in place of 30 repeats.`,
      { ticks: WINDOW_TICKS, rate: RATE, ahead: STEPS, steps, batch },
    ),
    phrase('synergy_fifty', '50 ms lies between two ticks of 150 Hz: the mean of both is judged.'),
    protocol === 'people_out'
      ? phrase(
          'synergy_people_out',
          'Four folds of people; the likest skeletons are left out together, because one person may hold several numbers.',
        )
      : phrase(
          'synergy_within',
          'First 70 % of each recording to train, the rest to test: the same people and the same walk.',
        ),
    treatment === 'causal'
      ? phrase(
          'synergy_causal',
          'Filtered and resampled from 120 Hz without a look ahead: forecasters see everything one tick late.',
        )
      : phrase(
          'synergy_zero_phase',
          'Input and truth smoothed forward and backward at 6 Hz: looks ahead, no device can do this.',
        ),
  ];
}
