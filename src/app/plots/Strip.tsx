import 'uplot/dist/uPlot.min.css';
import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/store';
import type { Mark } from './marks';
import { OpenStrip } from './OpenStrip';
import classes from './Strip.module.css';

export interface StripProps {
  /** Stable name: folding is remembered under it and tests find it by it. */
  name: string;
  title: string;
  marks: readonly Mark[];
  unit: string;
  /** Ticks ahead of now for which there is room. */
  ahead: number;
  y: { low: number; high: number; step: number };
  height: number;
  rows?: readonly string[];
  foldable?: boolean;
  /** Shown over the empty future, in the place of the line. */
  overlay?: string | null;
  /** Beside the title: the key, for instance. */
  aside?: ReactNode;
  /** Times of the newest tick on screen are kept on the plot, for measurements from outside. */
  reportsFreshness?: boolean;
}

/** A live strip that may be folded away. */
export function Strip(props: StripProps) {
  const { name, title, foldable = false } = props;
  const folded = useApp((s) => foldable && s.settings.folded.includes(name));
  const headingId = useId();
  const heading = (
    <>
      {foldable && <FoldButton name={name} title={title} folded={folded} />}
      <h2 id={headingId} className={classes.title}>
        {title}
      </h2>
    </>
  );
  return (
    <section className={classes.strip} aria-labelledby={headingId} data-testid={`strip-${name}`}>
      {folded ? (
        <header className={classes.head}>{heading}</header>
      ) : (
        <OpenStrip {...props} heading={heading} />
      )}
    </section>
  );
}

function FoldButton({ name, title, folded }: { name: string; title: string; folded: boolean }) {
  const { t } = useTranslation();
  const all = useApp((s) => s.settings.folded);
  const change = useApp((s) => s.changeSettings);
  return (
    <ActionIcon
      size={24}
      variant="subtle"
      aria-label={t(folded ? 'strips.unfold' : 'strips.fold', { name: title })}
      aria-expanded={!folded}
      onClick={() => change({ folded: folded ? all.filter((n) => n !== name) : [...all, name] })}
    >
      {folded ? <IconChevronRight size={16} /> : <IconChevronDown size={16} />}
    </ActionIcon>
  );
}
