import { type DragEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSources } from '../link/use-sources';
import classes from './DropZone.module.css';

const carriesFile = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');

/** A recording dropped anywhere on the screen is replayed; the button of the connect panel does the same by keyboard. */
export function DropZone({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const sources = useSources();
  const [over, setOver] = useState(false);
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- dropping has a button as its alternative
    <div
      className={classes.zone}
      onDragOver={(event) => {
        if (!carriesFile(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [file] = event.dataTransfer.files;
        if (file) void sources.replayFile(file);
      }}
    >
      {children}
      {over && <p className={classes.veil}>{t('connect.dropNow')}</p>}
    </div>
  );
}
