import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { baseOf } from '../../gait/channels';
import type { CardScores, ModelCard } from '../../forecast/model-card';
import { channelLabel } from '../names';
import { CurveChart } from './CurveChart';
import classes from './EvidenceScreen.module.css';
import { curveOf, MEASURES, type Measure } from './scores';
import { ScoresTable } from './ScoresTable';
import { useWords } from './words';
import { NativeSelect, SegmentedControl } from '@mantine/core';

/** A model's card: what it reads, whom it learned from, what it reached on others beside plain baselines, where it fails. */
export function ModelEvidence({ card }: { card: ModelCard }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <section aria-labelledby={`model-${card.id}`} data-testid={`card-${card.id}`}>
      <h2 id={`model-${card.id}`}>{words.name(card.id)}</h2>
      <Facts card={card} />
      {card.scores.length === 0 && <p>{t('evidence.noScores')}</p>}
      {card.scores.map((scores, i) => (
        <Scores key={i} card={card} scores={scores} />
      ))}
      <h3>{t('evidence.limits')}</h3>
      <ul className={classes.limits}>
        {card.limits.map((limit) => (
          <li key={limit.code}>{words.phrase(limit)}</li>
        ))}
      </ul>
    </section>
  );
}

function Facts({ card }: { card: ModelCard }) {
  const { t } = useTranslation();
  const { inputs, outputs, rate, windowTicks, steps, trainingPeople, data, parameters, training } = card;
  const side = (names: readonly string[]) =>
    names
      .map((name) => {
        const label = channelLabel(t, baseOf(name));
        return name.endsWith('_contra') ? t('evidence.otherSide', { channel: label }) : label;
      })
      .join(', ');
  const rows: (readonly [string, string])[] = [
    [t('evidence.reads'), side(inputs)],
    [t('evidence.forecasts'), side(outputs)],
    [
      t('evidence.window'),
      t('evidence.windowText', {
        past: (windowTicks / rate).toFixed(1),
        ahead: Math.round((1000 * steps) / rate),
        rate,
      }),
    ],
    [
      t('evidence.trainedOn'),
      t('evidence.people', { n: trainingPeople.length, names: trainingPeople.join(', ') }),
    ],
    ...data.map((d) => [t('evidence.data'), `${d.citation} (${d.license})`] as const),
    [t('evidence.network'), t('evidence.parameters', { n: parameters.toLocaleString('en') })],
  ];
  return (
    <dl className={classes.facts}>
      {rows.map(([term, text], i) => (
        <div key={i} style={{ display: 'contents' }}>
          <dt>{term}</dt>
          <dd>{text}</dd>
        </div>
      ))}
      <dt>{t('evidence.madeBy')}</dt>
      <dd>
        <code>{training.command}</code>
      </dd>
    </dl>
  );
}

function Scores({ card, scores }: { card: ModelCard; scores: CardScores }) {
  const { t } = useTranslation();
  const words = useWords();
  const groups = [...new Set(scores.rows.map((r) => r.group))];
  const [group, setGroup] = useState(groups.includes('all') ? 'all' : groups[0]);
  const [measure, setMeasure] = useState<Measure>('nmae');
  const people = scores.rows.find((r) => r.group === group)?.people ?? 0;
  const joint = channelLabel(t, baseOf(scores.joint));
  return (
    <div data-testid={`scores-${scores.joint}-${scores.protocol}`}>
      <h3>{t('evidence.scores', { joint })}</h3>
      <p className={classes.made}>
        {t(scores.protocol === 'folds' ? 'evidence.byFolds' : 'evidence.byLeftOut', { n: people })}{' '}
        {t(scores.part === 'all' ? 'evidence.wholeRecordings' : 'evidence.secondHalf')}
      </p>
      <div className={classes.choices}>
        <SegmentedControl
          size="xs"
          aria-label={t('evidence.measure')}
          value={measure}
          onChange={(value) => setMeasure(value)}
          data={MEASURES.map((value) => ({ value, label: t(`evidence.measures.${value}`) }))}
        />
        <NativeSelect
          size="xs"
          aria-label={t('evidence.group')}
          value={group}
          onChange={(event) => setGroup(event.currentTarget.value)}
          data={groups.map((value) => ({ value, label: words.name(value) }))}
        />
      </div>
      <ScoresTable id={card.id} scores={scores} group={group} measure={measure} />
      <p className={classes.made}>{t(`evidence.about.${measure}`)}</p>
      <CurveChart curve={curveOf(card.id, scores, group, measure)} ticks={scores.horizonsMs} />
    </div>
  );
}
