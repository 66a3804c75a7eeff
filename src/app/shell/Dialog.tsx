import { CloseButton } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Dialog.module.css';

interface DialogProps {
  title: string;
  onClose: () => void;
  /** For two columns. */
  wide?: boolean;
  children: ReactNode;
}

const showModal = (dialog: HTMLDialogElement): (() => void) => {
  dialog.showModal();
  return () => dialog.close();
};

/** The browser's own modal dialog: it keeps the focus, makes the rest inert, and Escape closes it. Open while mounted. */
export function Dialog({ title, onClose, wide = false, children }: DialogProps) {
  const { t } = useTranslation();
  const titleId = useId();
  return (
    <dialog
      ref={showModal}
      className={classes.dialog}
      data-wide={wide || undefined}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className={classes.head}>
        <h2 id={titleId}>{title}</h2>
        <CloseButton aria-label={t('app.close')} onClick={onClose} />
      </div>
      {children}
    </dialog>
  );
}
