import { ActionIcon } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { fixed } from '../format';
import { useLink } from '../link/context';
import { useApp } from '../store/store';
import { useScheme } from '../theme/scheme';
import { nextPlace } from './cursor-keys';
import { ownValue } from './marks';
import type { StripProps } from './Strip';
import classes from './Strip.module.css';
import type { StripChart } from './strip-chart';
import { StripTable, type TableColumn, takeTable } from './StripTable';
import { StripView } from './strip-view';

/** The plot with its header: a picture, a cursor that keys can move, and a table for those who do not see it. */
export function OpenStrip({ heading, ...props }: StripProps & { heading: ReactNode }) {
  const { title, height, ahead, overlay, aside } = props;
  const { t } = useTranslation();
  const readout = useRef<HTMLOutputElement>(null);
  const { view, attach } = useStripView(props, readout);
  const hintId = useId();
  const [cursor, setCursor] = useState<{ index: number; text: string } | null>(null);
  /** Set while the cursor, and not the button, keeps the display still. */
  const [pausedByCursor, setPausedByCursor] = useState(false);
  const [table, setTable] = useState<TableColumn[] | null>(null);

  const onKey = (event: KeyboardEvent): void => {
    if (!view) return;
    const app = useApp.getState();
    if (event.key === 'Escape' && cursor) {
      if (pausedByCursor) app.setPaused(false);
      setPausedByCursor(false);
      setCursor(null);
      view.moveCursor(null);
      return;
    }
    const index = nextPlace(event, cursor?.index ?? view.chart.past, view.last);
    if (index === null) return;
    event.preventDefault();
    if (!app.paused) {
      app.setPaused(true);
      setPausedByCursor(true);
    }
    view.moveCursor(index);
    setCursor({ index, text: view.describe(index) });
  };

  const last = view?.last ?? ahead;
  return (
    <>
      <header className={classes.head}>
        {heading}
        <span className={classes.space} />
        {aside}
        <ActionIcon
          size={24}
          variant="subtle"
          aria-label={t('strips.tableOf', { name: title })}
          onClick={() => view && setTable(takeTable(view.chart))}
        >
          <IconTable size={16} />
        </ActionIcon>
      </header>
      <div
        ref={attach}
        className={classes.plot}
        style={{ height }}
        role="slider"
        tabIndex={0}
        aria-label={t('strips.cursor', { name: title })}
        aria-describedby={hintId}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={Math.min(last, cursor?.index ?? last - ahead)}
        aria-valuetext={cursor?.text ?? t('live.now')}
        onKeyDown={onKey}
        onPointerMove={(event) => !cursor && view?.moveCursor(view.indexAt(event.clientX))}
        onPointerLeave={() => !cursor && view?.moveCursor(null)}
      >
        <output ref={readout} className={classes.readout} />
        {overlay && <p className={classes.overlay}>{overlay}</p>}
      </div>
      <p id={hintId} hidden>
        {t('strips.cursorHint')}
      </p>
      {table && (
        <StripTable
          title={t('strips.tableOf', { name: title })}
          columns={table}
          onClose={() => setTable(null)}
        />
      )}
    </>
  );
}

type Content = Pick<StripProps, 'marks' | 'rows' | 'y' | 'unit'>;

/** The strip's view, made anew when what it shows is another thing; null before the first. `attach` is the host's ref. */
function useStripView(
  { marks, unit, ahead, y, height, rows, reportsFreshness = false }: StripProps,
  readout: { readonly current: HTMLOutputElement | null },
): { view: StripView | null; attach: (host: HTMLDivElement) => () => void } {
  const { t } = useTranslation();
  const link = useLink();
  const windowS = useApp((s) => s.settings.windowS);
  const rate = useApp((s) => s.engine?.modelRate || 100);
  const markers = useApp(useShallow((s) => s.engine?.markers.map((m) => m.tick) ?? []));
  const trusted = useApp((s) => !s.engine?.noForecast);
  const scheme = useScheme(useApp((s) => s.settings.theme));
  const [view, setView] = useState<StripView | null>(null);
  // Marks, rows and range are new objects at every render; their content decides.
  const content = JSON.stringify({ marks, rows, y, unit } satisfies Content);

  const attach = useCallback(
    (host: HTMLDivElement) => {
      const { unit, ...shown } = JSON.parse(content) as Content;
      const describe = (chart: StripChart, index: number): string => {
        const values = chart.drawn
          .filter((d) => !d.upper && !Number.isNaN(d.values[index]))
          .map((d) => {
            const value = fixed(ownValue(d, index), d.mark.kind === 'envelope' ? 2 : 1);
            return t('strips.cursorValue', { name: d.mark.label, value, unit });
          });
        return t('strips.cursorAt', {
          time: fixed(chart.xs[index], 2),
          values: values.join(', ') || t('strips.noValue'),
        });
      };
      const made = new StripView(host, {
        ...shown,
        windowS,
        rate,
        ahead,
        height,
        nowLabel: t('live.now'),
        link,
        readout: readout.current!,
        describe,
        reportsFreshness,
      });
      setView(made);
      return () => made.destroy();
    },
    // eslint-disable-next-line react-hooks/exhaustive-deps -- colours are read anew when the scheme changes
    [content, windowS, rate, ahead, height, scheme, link, t, readout, reportsFreshness],
  );

  useEffect(() => {
    if (view) Object.assign(view, { markers, trusted });
  }, [view, markers, trusted]);
  return { view, attach };
}
