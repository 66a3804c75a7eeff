import { CMU_FOLDS } from '../data/cmu-set';
import { type Focus, FOCUS_JOINTS, INPUT_SETS, type InputSet, type NetworkName } from './design';
import type { Treatment } from './recordings';
import type { OutputForm } from './windows';

export type Protocol = 'people_out' | 'within';

/** What a row of a table has in common: a network on inputs, in one setting. */
export interface Setting {
  readonly network: NetworkName;
  readonly inputs: InputSet | { readonly focus: Focus; readonly how: 'gain' | 'alone' };
  readonly protocol: Protocol;
  readonly treatment: Treatment;
  readonly form: OutputForm;
}

/** One training; `fold` is 0 where recordings are split within themselves. */
export interface Job {
  readonly setting: Setting;
  readonly fold: number;
  readonly seed: number;
}

const SETS = Object.keys(INPUT_SETS) as InputSet[];
/** The paper's four networks, with attention at the better place. */
export const FOUR: readonly NetworkName[] = ['cnn', 'lstm', 'cnn_lstm', 'attention_after'];
export const BEST: NetworkName = 'attention_after';

/** Every setting that the tables show, the most important first. */
export function settings(): Setting[] {
  const main = { protocol: 'people_out', treatment: 'causal', form: 'change' } as const;
  const list: Setting[] = [];
  for (const inputs of SETS) for (const network of FOUR) list.push({ ...main, network, inputs });
  list.push({ ...main, network: 'attention_before', inputs: 'legs_arms' });
  for (const inputs of SETS)
    for (const network of FOUR)
      list.push({ network, inputs, protocol: 'within', treatment: 'zero_phase', form: 'change' });
  for (const network of FOUR)
    list.push({ network, inputs: 'legs_arms', protocol: 'within', treatment: 'causal', form: 'change' });
  for (const inputs of ['right_leg', 'both_legs'] as const)
    list.push({ network: BEST, inputs, protocol: 'within', treatment: 'causal', form: 'change' });
  for (const inputs of SETS)
    list.push({ network: BEST, inputs, protocol: 'within', treatment: 'zero_phase', form: 'absolute' });
  for (const how of ['gain', 'alone'] as const)
    for (const focus of Object.keys(FOCUS_JOINTS) as Focus[])
      list.push({ ...main, network: BEST, inputs: { focus, how } });
  list.push({ ...main, network: BEST, inputs: 'legs_arms', treatment: 'zero_phase' });
  list.push({ ...main, network: BEST, inputs: 'legs_arms', form: 'absolute' });
  return list;
}

/** What the paper's first table is made of. */
const isMain = ({ protocol, treatment, form, inputs }: Setting): boolean =>
  form === 'change' && typeof inputs === 'string' && (protocol === 'people_out') === (treatment === 'causal');

/** The first table seed by seed, then the rest seed by seed: a study cut short has every row, some with fewer seeds. */
export function jobsOf(seeds: number): Job[] {
  const [main, rest] = [settings().filter(isMain), settings().filter((s) => !isMain(s))];
  return [main, rest].flatMap((group) =>
    Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) =>
      group.flatMap((setting) =>
        Array.from({ length: foldsOf(setting.protocol) }, (__, fold) => ({ setting, fold, seed })),
      ),
    ),
  );
}

export const foldsOf = (protocol: Protocol): number => (protocol === 'people_out' ? CMU_FOLDS : 1);

/** Names a setting, in file names and tables. */
const inputsName = (inputs: Setting['inputs']): string =>
  typeof inputs === 'string' ? inputs : `${inputs.focus}-${inputs.how}`;

export const settingName = ({ protocol, treatment, form, network, inputs }: Setting): string =>
  [protocol, treatment, form, inputsName(inputs), network].join('.');

/** Baselines do not depend on network and form of output. */
export const baselineName = ({ protocol, treatment, inputs }: Setting): string =>
  [protocol, treatment, inputsName(inputs), 'baselines'].join('.');
