import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLink } from '../link/context';
import { useApp } from '../store/store';
import { obstacles } from './refusals';
import { GoButton } from './GoButton';
import panel from './Panel.module.css';
import { RefusalList } from './RefusalList';
import { StrideList } from './StrideList';
import { StrideOverlay } from './StrideOverlay';
import classes from './WalkPanel.module.css';
import { type WalkState, walkState } from './walk-state';

/** Eight seconds: before a first stride, whoever stands still looks as if a sensor were stuck. */
const SETTLED_TICKS = 800;

/** Step 1: strides come by walking; those that count are learned from. */
export function WalkPanel() {
  const { t } = useTranslation();
  const list = useApp((s) => s.strides);
  const state = useApp((s) => walkState(s.engine, s.strides));
  const waiting = useApp((s) => s.adaptation.phase === 'compare');
  /** The stride under the pointer or the focus, drawn out in the overlay. */
  const [lit, setLit] = useState<number | null>(null);
  const strides = list?.strides ?? [];
  const early = useApp((s) => (s.engine?.ticks ?? 0) < SETTLED_TICKS);
  const inTheWay = strides.length === 0 && early ? [] : obstacles(list?.refusals ?? [], strides.length);
  return (
    <>
      <section
        className={panel.panel}
        aria-labelledby="walk-title"
        data-testid="adapt-walk"
        data-state={state}
      >
        <h2 id="walk-title" className="visually-hidden">
          {t('adapt.steps.walk')}
        </h2>
        <div className={classes.top}>
          <Count />
          <p className={classes.prompt} data-testid="walk-prompt">
            <Prompt state={state} />
          </p>
          {!waiting && <GoButton />}
        </div>
        {inTheWay.length > 0 && (
          <div className={classes.way}>
            <h3>{t(strides.length > 0 ? 'adapt.refusal.title' : 'adapt.refusal.titleStanding')}</h3>
            <RefusalList refusals={inTheWay} />
          </div>
        )}
      </section>
      {strides.length > 0 && (
        <div className={classes.strides}>
          <StrideOverlay strides={strides} lit={lit} />
          <StrideList strides={strides} onLit={setLit} />
        </div>
      )}
    </>
  );
}

function Count() {
  const { t } = useTranslation();
  const ready = useApp((s) => s.strides?.ready ?? 0);
  const wanted = useApp((s) => s.strides?.wanted ?? 5);
  return (
    <p className={classes.count} data-testid="stride-count" data-ready={ready} data-wanted={wanted}>
      <span>
        {ready > wanted ? t('adapt.walk.countMore', { ready }) : t('adapt.walk.count', { ready, wanted })}
      </span>
      <span className={classes.dots} aria-hidden>
        {Array.from({ length: wanted }, (_, i) => (
          <i key={i} data-full={i < ready || undefined} />
        ))}
      </span>
    </p>
  );
}

function Prompt({ state }: { state: WalkState }) {
  const { t } = useTranslation();
  const link = useLink();
  const virtual = useApp((s) => s.engine?.source?.kind === 'virtual');
  switch (state) {
    case 'opening':
      return t('adapt.waiting.opening');
    case 'lost':
      return t('adapt.waiting.lost');
    case 'ended':
    case 'not_connected':
      return t('adapt.waiting.ended');
    case 'standing':
      return (
        <>
          {t('adapt.walk.stand')}{' '}
          {virtual && (
            <Button
              size="xs"
              variant="default"
              onClick={() => link.send({ type: 'walker', action: 'walk' })}
              data-testid="adapt-demo-walk"
            >
              {t('adapt.walk.demoWalk')}
            </Button>
          )}
        </>
      );
    case 'starting':
      return t('adapt.walk.first');
    case 'walking':
      return t('adapt.walk.on');
    case 'enough':
      return t('adapt.walk.enough');
  }
}
