import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EngineState } from '../../engine/protocol';
import type { ExecutorId } from '../../forecast/runtime/executor';
import type { Settings } from '../../records/settings';
import { fixed } from '../format';
import { channelLabel, modelLabel } from '../names';
import { useApp } from '../store/store';
import classes from './SetupScreen.module.css';
import { ScrollX } from '../shell/ScrollX';

const EXECUTORS: readonly ExecutorId[] = [
  'wasm-simd',
  'wasm-relaxed',
  'webgl-fused',
  'tfjs-webgl',
  'tfjs-wasm',
  'tfjs-cpu',
];

/** Which model runs, and on what; with what was measured on this computer. */
export function ModelSection() {
  const { t } = useTranslation();
  const { model, executor } = useApp((s) => s.settings);
  const change = useApp((s) => s.changeSettings);
  const state = useApp((s) => s.engine?.model ?? null);
  const choices = state?.choices ?? [];
  return (
    <section aria-labelledby="model-title">
      <h2 id="model-title">{t('setup.modelTitle')}</h2>
      <div className={classes.fields}>
        <NativeSelect
          label={t('setup.model')}
          data-testid="model"
          value={model}
          onChange={(event) => change({ model: event.currentTarget.value })}
          data={[
            { value: 'auto', label: t('setup.modelAuto') },
            ...choices.map((c) => ({
              value: c.id,
              label:
                c.missing.length === 0
                  ? modelLabel(t, c)
                  : `${modelLabel(t, c)} · ${t('live.missing', { channels: c.missing.map((m) => channelLabel(t, m)).join(', ') })}`,
            })),
          ]}
        />
        <NativeSelect
          label={t('setup.executor')}
          data-testid="executor"
          value={executor}
          onChange={(event) => change({ executor: event.currentTarget.value as Settings['executor'] })}
          data={(['auto', 'prefer_webgl', ...EXECUTORS] as const).map((value) => ({
            value,
            label: t(`executors.${value}`),
          }))}
        />
      </div>
      {state && <Problems of={state.problems} />}
      <p className={classes.note}>{t('setup.executorNote')}</p>
      {state && <Measured state={state} />}
    </section>
  );
}

/** Why models that ship or were put there cannot be used: for whoever put them there, in the words of the check. */
function Problems({ of: problems }: { of: readonly string[] }) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  return (
    <div role="status" data-testid="model-problems">
      <p>{t('setup.modelProblems')}</p>
      <ul>
        {problems.map((problem) => (
          <li key={problem} lang="en" className={classes.problem}>
            {problem}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Measured({ state }: { state: EngineState['model'] }) {
  const { t } = useTranslation();
  return (
    <ScrollX label={t('setup.executorState')}>
      <table className={classes.table} data-testid="executors">
        <thead>
          <tr>
            <th scope="col">{t('setup.executor')}</th>
            <th scope="col" className={classes.number}>
              {t('setup.executorState')}, {t('setup.executorMs')}
            </th>
            <th scope="col">
              <span className="visually-hidden">{t('setup.inUse')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {EXECUTORS.map((id) => {
            const measured = state.measured[id];
            return (
              <tr key={id} data-executor={id} data-measured={measured ?? ''}>
                <th scope="row">{t(`executors.${id}`)}</th>
                <td className={classes.number}>
                  {typeof measured === 'number' ? fixed(measured, 2) : (measured ?? t('setup.notMeasured'))}
                </td>
                <td>{state.executor === id && <b>{t('setup.inUse')}</b>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollX>
  );
}
