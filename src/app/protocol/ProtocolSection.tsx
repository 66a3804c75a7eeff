import { ActionIcon, Button, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BLOCK_KINDS, type BlockKind, type ProtocolStep } from '../../records/shapes/protocol';
import { useDesks } from '../link/use-desks';
import setup from '../setup/SetupScreen.module.css';
import { useApp } from '../store/store';
import { COUNTS, endBy, isCount, MOST_STEPS, moved } from './edit-steps';
import classes from './Protocol.module.css';

const ICON = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

/** The clinic's order of a session, kept as it is changed. */
export function ProtocolSection() {
  const { t } = useTranslation();
  const desk = useDesks().protocol;
  const { steps } = useApp((s) => s.protocol);
  const [said, setSaid] = useState<'saved' | 'failed' | null>(null);
  const tell = (kept: Promise<void>): void => {
    setSaid(null);
    kept.then(
      () => setSaid('saved'),
      () => setSaid('failed'),
    );
  };
  const save = (next: readonly ProtocolStep[]): void => tell(desk.save({ version: 1, steps: [...next] }));
  return (
    <section aria-labelledby="protocol-title" data-testid="protocol-editor">
      <h2 id="protocol-title">{t('protocol.title')}</h2>
      <p className={setup.note}>{t('protocol.lead')}</p>
      <ol className={classes.steps}>
        {steps.map((step, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
          <li key={i} className={classes.step} data-testid="protocol-step">
            <StepFields n={i + 1} step={step} onChange={(next) => save(steps.with(i, next))} />
            <span className={classes.stepActions}>
              <ActionIcon
                variant="default"
                size="lg"
                aria-label={t('protocol.up', { n: i + 1 })}
                disabled={i === 0}
                onClick={() => save(moved(steps, i, i - 1))}
              >
                <IconArrowUp {...ICON} />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size="lg"
                aria-label={t('protocol.down', { n: i + 1 })}
                disabled={i === steps.length - 1}
                onClick={() => save(moved(steps, i, i + 1))}
              >
                <IconArrowDown {...ICON} />
              </ActionIcon>
              <ActionIcon
                variant="default"
                size="lg"
                aria-label={t('protocol.remove', { n: i + 1 })}
                disabled={steps.length === 1}
                onClick={() => save(steps.filter((_, at) => at !== i))}
              >
                <IconTrash {...ICON} />
              </ActionIcon>
            </span>
          </li>
        ))}
      </ol>
      <div className={classes.editorActions}>
        <Button
          size="xs"
          variant="default"
          disabled={steps.length >= MOST_STEPS}
          onClick={() => save([...steps, { kind: 'block', title: '', end: endBy('seconds') }])}
          data-testid="protocol-add"
        >
          {t('protocol.add')}
        </Button>
        <Button size="xs" variant="default" onClick={() => tell(desk.reset())} data-testid="protocol-reset">
          {t('protocol.reset')}
        </Button>
        <p className={classes.said} role="status" data-testid="protocol-said">
          {said && t(`protocol.${said}`)}
        </p>
      </div>
    </section>
  );
}

interface StepFieldsProps {
  n: number;
  step: ProtocolStep;
  onChange: (step: ProtocolStep) => void;
}

function StepFields({ n, step, onChange }: StepFieldsProps) {
  const { t } = useTranslation();
  const { kind, title, end } = step;
  const name = (label: string): string => `${t('protocol.step', { n, of: '' }).trim()} ${label}`;
  return (
    <>
      <span className={classes.number} aria-hidden>
        {n}
      </span>
      <NativeSelect
        label={n === 1 ? t('protocol.kind') : undefined}
        aria-label={name(t('protocol.kind'))}
        value={kind}
        onChange={(event) => onChange({ ...step, kind: event.currentTarget.value as BlockKind })}
        data={BLOCK_KINDS.map((value) => ({ value, label: t(`protocol.kinds.${value}`) }))}
      />
      <TextInput
        label={n === 1 ? t('protocol.own') : undefined}
        aria-label={name(t('protocol.own'))}
        maxLength={60}
        value={title}
        onChange={(event) => onChange({ ...step, title: event.currentTarget.value })}
      />
      <NativeSelect
        label={n === 1 ? t('protocol.ends') : undefined}
        aria-label={name(t('protocol.ends'))}
        value={end.by}
        onChange={(event) => onChange({ ...step, end: endBy(event.currentTarget.value as typeof end.by) })}
        data={(['strides', 'seconds', 'hand'] as const).map((value) => ({
          value,
          label: t(`protocol.by.${value}`),
        }))}
      />
      {end.by === 'hand' ? (
        <span />
      ) : (
        <CountField
          label={n === 1 ? t('protocol.count') : undefined}
          name={name(t('protocol.count'))}
          by={end.by}
          count={end.count}
          onChange={(count) => onChange({ ...step, end: { by: end.by, count } })}
        />
      )}
    </>
  );
}

interface CountFieldProps {
  label: string | undefined;
  name: string;
  by: 'strides' | 'seconds';
  count: number;
  onChange: (count: number) => void;
}

/** Keeps what is typed; hands on what can be. */
function CountField({ label, name, by, count, onChange }: CountFieldProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<number | string>(count);
  const [shown, setShown] = useState({ by, count });
  if (shown.by !== by || shown.count !== count) {
    setShown({ by, count });
    setTyped(count);
  }
  const { least, most } = COUNTS[by];
  const bad = typeof typed !== 'number' || !isCount(by, typed);
  return (
    <NumberInput
      label={label}
      aria-label={name}
      value={typed}
      allowDecimal={false}
      allowNegative={false}
      error={bad && t('protocol.bad', { least, most })}
      onChange={(value) => {
        setTyped(value);
        if (typeof value === 'number' && isCount(by, value) && value !== count) onChange(value);
      }}
    />
  );
}
