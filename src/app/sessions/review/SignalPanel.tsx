import 'uplot/dist/uPlot.min.css';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogContents } from '../../../records/review/protocol';
import type { SessionReview } from '../../../records/review/review';
import type { ReviewClient } from '../../../records/review/review-client';
import { clock } from '../../format';
import { channelLabel } from '../../names';
import { useApp } from '../../store/store';
import { useScheme } from '../../theme/scheme';
import classes from '../Sessions.module.css';
import type { Choice } from './choice';
import signal from './Signal.module.css';
import { SignalScroller } from './signal-scroller';

const WIDTHS = [5, 10, 30, 60] as const;

export interface SignalHandle {
  /** Shows this moment of the session, and the panel with it. */
  jumpTo(atS: number): void;
}

interface SignalPanelProps {
  ref: Ref<SignalHandle>;
  contents: LogContents;
  client: ReviewClient;
  /** Marks and the picture of the whole come with it. */
  review: SessionReview | null;
  choice: Choice;
}

/** The signal itself: measured against forecast, to be scrolled and zoomed, with marks to jump to. */
export function SignalPanel({ ref, contents, client, review, choice }: SignalPanelProps) {
  const { t } = useTranslation();
  const { joint, setJoint, ms, setMs } = choice;
  const scheme = useScheme(useApp((s) => s.settings.theme));
  const { seconds } = contents;
  const [widthS, setWidth] = useState(10);
  const plotHost = useRef<HTMLDivElement>(null);
  const wholeHost = useRef<HTMLDivElement>(null);
  const slider = useRef<HTMLInputElement>(null);
  const scroller = useRef<SignalScroller | null>(null);
  const at = useRef(0);
  useImperativeHandle(ref, () => ({
    jumpTo(atS) {
      scroller.current?.jumpTo(atS);
      plotHost.current?.scrollIntoView({ block: 'center' });
    },
  }));

  useEffect(() => {
    const made = new SignalScroller(plotHost.current!, wholeHost.current!, {
      seconds,
      read: (request) => client.block(request),
      onMove: (fromS) => {
        at.current = fromS;
        if (slider.current) slider.current.value = String(fromS);
      },
    });
    made.moveTo(at.current);
    scroller.current = made;
    return () => {
      scroller.current = null;
      made.destroy();
    };
    // The colours are read once: another scheme is another picture.
  }, [client, seconds, scheme]);
  useEffect(() => scroller.current?.show(joint, ms), [joint, ms, client, seconds, scheme]);
  useEffect(() => {
    if (scroller.current) scroller.current.widthS = widthS;
  }, [widthS, client, seconds, scheme]);
  useEffect(() => {
    if (review) scroller.current?.describe(review.markers, review.overview, review.joints.indexOf(joint));
  }, [review, joint, client, seconds, scheme]);

  return (
    <section className={classes.panel} aria-labelledby="signal-title" data-testid="review-signal">
      <div className={classes.head}>
        <h2 id="signal-title">{t('sessions.signal')}</h2>
        <label className={classes.filter}>
          {t('sessions.joint')}
          <select value={joint} onChange={(event) => setJoint(event.currentTarget.value)}>
            {contents.joints.map((name) => (
              <option key={name} value={name}>
                {channelLabel(t, name)}
              </option>
            ))}
          </select>
        </label>
        {contents.horizonsMs.length > 0 && (
          <label className={classes.filter}>
            {t('sessions.forecastBefore')}
            <select value={ms} onChange={(event) => setMs(Number(event.currentTarget.value))}>
              {contents.horizonsMs.map((h) => (
                <option key={h} value={h}>
                  {t('sessions.unit.ms', { value: h })}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className={classes.filter}>
          {t('sessions.width')}
          <select value={widthS} onChange={(event) => setWidth(Number(event.currentTarget.value))}>
            {WIDTHS.map((s) => (
              <option key={s} value={s}>
                {t('sessions.unit.s', { value: s })}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ul className={classes.key} aria-label={t('sessions.key')}>
        <li>
          <svg width="30" height="10" aria-hidden>
            <path d="M1 5H29" stroke="var(--ink)" strokeWidth={2} />
          </svg>
          {t('sessions.measured')}
        </li>
        <li>
          <svg width="30" height="10" aria-hidden>
            <rect width="30" height="10" fill="var(--forecast-band)" />
            <path d="M1 5H29" stroke="var(--forecast)" strokeWidth={2} />
          </svg>
          {t('sessions.forecastMs', { ms })}
        </li>
      </ul>
      <div
        ref={plotHost}
        className={signal.plot}
        role="img"
        aria-label={t('sessions.signalAlt', { joint: channelLabel(t, joint), ms })}
        data-testid="signal-plot"
      />
      <div ref={wholeHost} className={signal.whole} aria-hidden />
      <input
        ref={slider}
        className={signal.slider}
        type="range"
        min={0}
        max={Math.max(0.1, seconds - widthS)}
        step={0.1}
        defaultValue={0}
        aria-label={t('sessions.position')}
        data-testid="signal-position"
        onInput={(event) => scroller.current?.moveTo(Number(event.currentTarget.value))}
      />
      {review && review.markers.length > 0 && (
        <div className={signal.markers}>
          <h3>{t('sessions.markers')}</h3>
          <ol>
            {review.markers.map((marker, i) => (
              <li key={i}>
                <button
                  type="button"
                  data-testid="marker-jump"
                  onClick={() => scroller.current?.jumpTo(marker.atS)}
                >
                  <span>{clock(marker.atS)}</span> {marker.label}
                  {marker.fromDevice && <small> {t('sessions.byDevice')}</small>}
                </button>
              </li>
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}
