import { useTranslation } from 'react-i18next';
import type { ComparisonRow } from '../../engine/adapt-protocol';
import type { ChannelName } from '../../gait/channels';
import { fixed } from '../format';
import { channelLabel } from '../names';
import classes from './CompareTable.module.css';
import { bestPeer, chancePercent, signedPercent } from './comparison';
import panel from './Panel.module.css';
import { peerName } from './peer-name';
import { ScrollX } from '../shell/ScrollX';

/** Every horizon: what was seen on the kept-back strides, what is to be expected, and the best classical forecaster. */
export function CompareTable({ rows, joint }: { rows: readonly ComparisonRow[]; joint: ChannelName }) {
  const { t } = useTranslation();
  const percent = (share: number): string => t('adapt.compare.percent', { value: signedPercent(share) });
  const someKept = rows.some((r) => r.use) && rows.some((r) => !r.use);
  return (
    <section className={panel.panel} aria-labelledby="compare-table-title">
      <h3 id="compare-table-title">{t('adapt.compare.table')}</h3>
      <ScrollX label={t('adapt.compare.table')}>
        <table className={classes.table} data-testid="compare-table">
          <caption>{t('adapt.compare.tableCaption', { joint: channelLabel(t, joint) })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('adapt.compare.horizon')}</th>
              <th scope="col">{t('adapt.compare.before')}</th>
              <th scope="col">{t('adapt.compare.after')}</th>
              <th scope="col">{t('adapt.compare.change')}</th>
              <th scope="col">{t('adapt.compare.expectedColumn')}</th>
              <th scope="col">{t('adapt.compare.betterColumn')}</th>
              <th scope="col">{t('adapt.compare.used')}</th>
              <th scope="col">{t('adapt.compare.bestPeer')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const peer = bestPeer(row);
              return (
                <tr
                  key={row.ms}
                  data-testid="compare-row"
                  data-joint={row.joint}
                  data-horizon={row.ms}
                  data-before={row.before}
                  data-after={row.after}
                  data-use={row.use || undefined}
                >
                  <th scope="row">{row.ms}</th>
                  <td>{fixed(row.before, 2)}</td>
                  <td>
                    <b>{fixed(row.after, 2)}</b>
                  </td>
                  <td>{percent(row.seen)}</td>
                  <td>
                    {percent(row.expected)}
                    <small>
                      {t('adapt.compare.interval', { low: percent(row.low), high: percent(row.high) })}
                    </small>
                  </td>
                  <td>{t('adapt.compare.percent', { value: chancePercent(row.better) })}</td>
                  <td>{t(row.use ? 'adapt.compare.usedYes' : 'adapt.compare.usedNo')}</td>
                  <td>
                    {peer && wins(row, peer.error) ? <b>{fixed(peer.error, 2)}</b> : fixed(peer?.error, 2)}
                    {peer && <small>{peerName(t, peer.id)}</small>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollX>
      {rows.some((r) => wins(r, bestPeer(r)?.error)) && (
        <p className={panel.muted}>{t('adapt.compare.peerNote')}</p>
      )}
      {someKept && <p className={panel.muted}>{t('adapt.compare.usedNote')}</p>}
      <AllPeers rows={rows} />
    </section>
  );
}

/** Less error than base and personal model. */
const wins = ({ before, after }: ComparisonRow, error = Infinity): boolean => error < Math.min(before, after);

/** The classical forecasters one by one, folded away. */
function AllPeers({ rows }: { rows: readonly ComparisonRow[] }) {
  const { t } = useTranslation();
  const ids = [...new Set(rows.flatMap((r) => Object.keys(r.peers)))];
  if (ids.length === 0) return null;
  return (
    <details className={classes.all}>
      <summary>{t('adapt.compare.all')}</summary>
      <ScrollX label={t('adapt.compare.all')}>
        <table className={classes.table}>
          <caption>{t('adapt.compare.horizon')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('scores.forecaster')}</th>
              {rows.map((r) => (
                <th key={r.ms} scope="col">
                  {r.ms}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ids.map((id) => (
              <tr key={id} data-peer={id}>
                <th scope="row">{peerName(t, id)}</th>
                {rows.map((r) => (
                  <td key={r.ms}>{fixed(r.peers[id], 2)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
    </details>
  );
}
