import 'uplot/dist/uPlot.min.css';
import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconTable } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { fixed } from '../format';
import { useLink } from '../link/context';
import { useApp } from '../store/store';
import { useScheme } from '../theme/scheme';
import { type Mark, ownValue } from './marks';
import classes from './Strip.module.css';
import { StripChart } from './strip-chart';
import { StripTable, type TableColumn, takeTable } from './StripTable';

interface StripProps {
  /** Stable name: folding is remembered under it and tests find it by it. */
  name: string;
  title: string;
  marks: readonly Mark[];
  /** What a mark is called to the reader. */
  nameOf: (mark: Mark) => string;
  unit: string;
  ahead: number;
  y: { low: number; high: number; step: number };
  height: number;
  rows?: readonly string[];
  foldable?: boolean;
  /** Shown over the empty future, in the place of the line. */
  overlay?: string | null;
  /** To the right of the title. */
  aside?: ReactNode;
  /** Times of the newest tick on screen are kept on this element, for measurements from outside. */
  reportsFreshness?: boolean;
}

const READOUT_EVERY_MS = 250;

/** A live strip with a keyboard cursor and a table for those who do not see it. */
export function Strip(props: StripProps) {
  const { name, title, foldable } = props;
  const { t } = useTranslation();
  const folded = useApp((s) => foldable === true && s.settings.folded.includes(name));
  const change = useApp((s) => s.changeSettings);
  const all = useApp((s) => s.settings.folded);
  const headingId = useId();
  const [table, setTable] = useState<TableColumn[] | null>(null);
  const chart = useRef<StripChart | null>(null);
  const readout = useRef<HTMLOutputElement>(null);

  return (
    <section className={classes.strip} aria-labelledby={headingId} data-testid={`strip-${name}`}>
      <header className={classes.head}>
        {foldable && (
          <ActionIcon
            size={24}
            variant="subtle"
            aria-label={t(folded ? 'strips.unfold' : 'strips.fold', { name: title })}
            aria-expanded={!folded}
            onClick={() => change({ folded: folded ? all.filter((n) => n !== name) : [...all, name] })}
          >
            {folded ? <IconChevronRight size={16} /> : <IconChevronDown size={16} />}
          </ActionIcon>
        )}
        <h3 id={headingId} className={classes.title}>
          {title}
        </h3>
        <output ref={readout} className={classes.readout} />
        {!folded && props.aside}
        {!folded && (
          <ActionIcon
            size={24}
            variant="subtle"
            aria-label={t('strips.tableOf', { name: title })}
            onClick={() => chart.current && setTable(takeTable(chart.current, props.nameOf))}
          >
            <IconTable size={16} />
          </ActionIcon>
        )}
      </header>
      {!folded && <Canvas {...props} chart={chart} readout={readout} />}
      {table && (
        <StripTable
          title={t('strips.tableOf', { name: title })}
          columns={table}
          onClose={() => setTable(null)}
        />
      )}
    </section>
  );
}

interface CanvasProps extends StripProps {
  chart: { current: StripChart | null };
  readout: { current: HTMLOutputElement | null };
}

function Canvas({
  marks,
  nameOf,
  unit,
  ahead,
  y,
  height,
  rows,
  overlay,
  title,
  reportsFreshness,
  ...refs
}: CanvasProps) {
  const { chart, readout } = refs;
  const { t, i18n } = useTranslation();
  const link = useLink();
  const windowS = useApp((s) => s.settings.windowS);
  const rate = useApp((s) => s.engine?.modelRate || 100);
  const markers = useApp(useShallow((s) => s.engine?.markers.map((m) => m.tick) ?? []));
  const scheme = useScheme(useApp((s) => s.settings.theme));
  const untrusted = Boolean(overlay);
  const host = useRef<HTMLDivElement>(null);
  const dirty = useRef(true);
  /** Set while the cursor, and not the button, keeps the display still. */
  const pausedByCursor = useRef(false);
  const [cursor, setCursor] = useState<number | null>(null);
  const key = JSON.stringify([marks, rows, y, i18n.language]);

  const describe = useCallback(
    (index: number): string => {
      const strip = chart.current;
      if (!strip) return '';
      const values = strip.drawn
        .filter((d) => !d.upper && !Number.isNaN(d.values[index]))
        .map((d) => {
          const value = fixed(ownValue(d, index), d.mark.kind === 'envelope' ? 2 : 1);
          return t('strips.cursorValue', { name: nameOf(d.mark), value, unit });
        });
      return t('strips.cursorAt', {
        time: fixed(strip.xs[index], 2),
        values: values.join(', ') || t('strips.noValue'),
      });
    },
    [chart, nameOf, t, unit],
  );

  useEffect(() => {
    const element = host.current!;
    const strip = new StripChart(element, {
      marks,
      windowS,
      rate,
      ahead,
      y,
      height,
      ...(rows ? { rows } : {}),
      nowLabel: t('live.now'),
    });
    chart.current = strip;
    dirty.current = true;
    const resize = new ResizeObserver(() => {
      strip.resize(element.clientWidth, height);
      dirty.current = true;
    });
    resize.observe(element);
    let visible = true;
    const seen = new IntersectionObserver(([entry]) => {
      visible = entry.isIntersecting;
      dirty.current = true;
    });
    seen.observe(element);
    let drawnVersion = -1;
    let drawnBuffer: unknown = null;
    let readAt = 0;
    const end = link.frames.onFrame((now) => {
      const buffer = link.view;
      if (!visible || (!dirty.current && buffer === drawnBuffer && buffer.version === drawnVersion)) return;
      dirty.current = false;
      drawnBuffer = buffer;
      drawnVersion = buffer.version;
      strip.update(buffer);
      if (reportsFreshness) {
        const { tick, forecastTick, arrivalEpochMs, forecastEpochMs } = link.freshness;
        element.dataset.tick = String(tick);
        element.dataset.forecastTick = String(forecastTick);
        element.dataset.arrivalMs = String(arrivalEpochMs);
        element.dataset.forecastMs = String(forecastEpochMs);
      }
      if (strip.cursor !== null && readout.current && now - readAt > READOUT_EVERY_MS) {
        readAt = now;
        readout.current.textContent = describe(strip.cursor);
      }
    });
    return () => {
      end();
      resize.disconnect();
      seen.disconnect();
      strip.destroy();
      chart.current = null;
    };
    // `key` stands for marks, rows and y, which are new objects at every render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, windowS, rate, ahead, height, scheme, link]);

  useEffect(() => {
    if (!chart.current) return;
    chart.current.markers = markers;
    chart.current.trusted = !untrusted;
    dirty.current = true;
  }, [markers, untrusted, chart, key, windowS, rate, ahead, scheme]);

  const move = (index: number | null): void => {
    const strip = chart.current;
    if (!strip) return;
    strip.cursor = index;
    dirty.current = true;
    if (readout.current) readout.current.textContent = index === null ? '' : describe(index);
  };

  const onKey = (event: KeyboardEvent): void => {
    const strip = chart.current;
    if (!strip) return;
    const app = useApp.getState();
    if (event.key === 'Escape' && cursor !== null) {
      if (pausedByCursor.current) app.setPaused(false);
      pausedByCursor.current = false;
      setCursor(null);
      move(null);
      return;
    }
    const last = strip.xs.length - 1;
    const from = cursor ?? strip.past;
    const reach = event.shiftKey ? 10 : 1;
    const to = {
      ArrowLeft: from - reach,
      ArrowRight: from + reach,
      Home: 0,
      End: last,
      PageUp: from - 50,
      PageDown: from + 50,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (!app.paused) {
      app.setPaused(true);
      pausedByCursor.current = true;
    }
    const index = Math.min(last, Math.max(0, to));
    setCursor(index);
    move(index);
  };

  const last = Math.round(windowS * rate) + ahead;
  return (
    <div
      ref={host}
      className={classes.plot}
      style={{ height }}
      role="slider"
      tabIndex={0}
      aria-label={t('strips.cursor', { name: title })}
      aria-description={t('strips.cursorHint')}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={Math.min(last, cursor ?? last - ahead)}
      aria-valuetext={cursor === null ? t('live.now') : describe(cursor)}
      onKeyDown={onKey}
      onPointerMove={(event) => {
        const strip = chart.current;
        if (strip && cursor === null)
          move(strip.indexAt(event.clientX - event.currentTarget.getBoundingClientRect().left));
      }}
      onPointerLeave={() => cursor === null && move(null)}
    >
      {overlay && <p className={classes.overlay}>{overlay}</p>}
    </div>
  );
}
