import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Comparison, ComparisonRow } from '../../engine/adapt-protocol';
import { fixed } from '../format';
import { channelLabel } from '../names';
import { useApp } from '../store/store';
import { headline, signedPercent, winsOf } from './comparison';
import panel from './Panel.module.css';
import { peerName } from './peer-name';
import { NETWORK, useAdapt } from './use-adapt';
import { useKeys } from '../shell/use-keys';
import classes from './Verdict.module.css';

interface VerdictProps {
  comparison: Comparison;
  /** Of the joint that is looked at. */
  rows: readonly ComparisonRow[];
  horizonMs: number;
}

/** So few strides leave the expectation wide; said where it is. */
const FEW_STRIDES = 2;

/** What the kept-back strides say, in two sentences, and the decision under it. */
export function Verdict({ comparison, rows, horizonMs }: VerdictProps) {
  const { t } = useTranslation();
  const row = headline(rows, horizonMs);
  const better = comparison.decision === 'accept';
  const overPersonal = useApp((s) => s.activePersonal !== null);
  const percent = (share: number): string => t('adapt.compare.percent', { value: signedPercent(share) });
  return (
    <section
      className={`${panel.panel} ${classes.verdict}`}
      aria-labelledby="adapt-verdict"
      data-testid="verdict"
      data-better={better || undefined}
    >
      <h2 id="adapt-verdict" tabIndex={-1}>
        {better
          ? t('adapt.compare.better')
          : t(overPersonal ? 'adapt.compare.notBetterPersonal' : 'adapt.compare.notBetter')}
      </h2>
      {row && (
        <p className={classes.told}>
          {t('adapt.compare.headline', {
            joint: channelLabel(t, row.joint),
            ms: row.ms,
            before: fixed(row.before, 2),
            after: fixed(row.after, 2),
            change: percent(row.seen),
            count: comparison.keptBackStrides,
          })}
        </p>
      )}
      {row && better && (
        <p>
          {row.seen > 0 && `${t('adapt.compare.notHere')} `}
          {t('adapt.compare.expected', {
            change: percent(row.expected),
            low: percent(row.low),
            high: percent(row.high),
          })}{' '}
          {comparison.keptBackStrides <= FEW_STRIDES && t('adapt.compare.fewStrides')}
        </p>
      )}
      {!better && <p>{t('adapt.compare.notBetterLead')}</p>}
      <Peer comparison={comparison} rows={rows} row={row} />
      <Decision better={better} overPersonal={overPersonal} />
    </section>
  );
}

function Decision({ better, overPersonal }: { better: boolean; overPersonal: boolean }) {
  const { t } = useTranslation();
  const { accept, keep } = useAdapt();
  const take = (): void => accept(NETWORK);
  useKeys({ k: keep, ...(better ? { a: take } : {}) });
  return (
    <div className={panel.row}>
      {better && (
        <Button size="lg" onClick={take} aria-keyshortcuts="a" data-testid="accept">
          {t('adapt.compare.accept')}
        </Button>
      )}
      <Button
        size="lg"
        variant={better ? 'default' : 'filled'}
        onClick={keep}
        aria-keyshortcuts="k"
        data-testid="keep-base"
      >
        {t(overPersonal ? 'adapt.compare.keepBefore' : 'adapt.compare.keep')}
      </Button>
    </div>
  );
}

interface PeerProps extends Pick<VerdictProps, 'comparison' | 'rows'> {
  row: ComparisonRow | null;
}

/** A classical forecaster that beats both is named, and can be had. */
function Peer({ comparison, rows, row }: PeerProps) {
  const { t } = useTranslation();
  const { accept } = useAdapt();
  const id = comparison.betterPeer;
  if (id === null) return null;
  const name = peerName(t, id);
  return (
    <div className={classes.peer} data-testid="better-peer" data-peer={id}>
      <div>
        <b>{t('adapt.compare.peer')}</b>
        {row && (
          <p>
            {t('adapt.compare.peerLead', {
              name,
              wins: winsOf(rows, id),
              of: rows.length,
              ms: row.ms,
              peer: fixed(row.peers[id], 2),
              before: fixed(row.before, 2),
              after: fixed(row.after, 2),
            })}
          </p>
        )}
      </div>
      <Button variant="default" onClick={() => accept(id)} data-testid="use-peer">
        {t('adapt.compare.usePeer', { name })}
      </Button>
    </div>
  );
}
