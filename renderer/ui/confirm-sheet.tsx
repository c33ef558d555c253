/**
 * Asks before coins move: the worst case boxed first, then smaller losses, the lock, the gain and the fee, and the text
 * that is signed for whoever wants every word. Focus starts on "Not now", so that Enter alone never agrees.
 */
import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './confirm-sheet.module.css';
import { Icon } from './icons/icon.tsx';
import sheet from './sheet.module.css';

interface ConfirmRow {
  label: string;
  detail?: string;
  value: ReactNode;
}

interface ConfirmSheetProps {
  isOpen: boolean;
  title: string;
  /** What happens, in one or two sentences. */
  explanation: string;
  worstCase: { title: string; detail: string };
  /** Smaller losses, lock, gain, fee; in this order. */
  rows: readonly ConfirmRow[];
  /** What a wallet signs, word for word, and who signs it; null: no wallet is asked. */
  signed: { title: string; by: string; lines: readonly string[] } | null;
  confirmLabel: string;
  isBusy?: boolean;
  /** Why it did not work, as a sentence. */
  failure?: string | null;
  onConfirm(): void;
  onClose(): void;
}

export const ConfirmSheet = ({
  isOpen,
  title,
  explanation,
  worstCase,
  rows,
  signed,
  confirmLabel,
  isBusy = false,
  failure = null,
  onConfirm,
  onClose,
}: ConfirmSheetProps) => {
  const { t } = useTranslation('common');
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      withCloseButton={false}
      size={600}
      padding={0}
      classNames={{ title: sheet.title ?? '', header: sheet.header ?? '' }}
    >
      <p className={classes.explanation}>{explanation}</p>
      <div className={classes.worst}>
        <Icon name="warning" />
        <div>
          <strong>{worstCase.title}</strong>
          <p>{worstCase.detail}</p>
        </div>
      </div>
      <dl className={classes.rows}>
        {rows.map(({ label, detail, value }) => (
          <div key={label} className={classes.row}>
            <dt>
              {label}
              {detail && <small>{detail}</small>}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {signed !== null && (
        <details className={classes.signed}>
          <summary>{signed.title}</summary>
          <p>{signed.by}</p>
          <pre dir="ltr" lang="en">
            {signed.lines.join('\n')}
          </pre>
        </details>
      )}
      <div className={sheet.foot}>
        <p className={sheet.failure} role="alert">
          {failure}
        </p>
        <Button size="lg" onClick={onClose} data-autofocus>
          {t('sheet.notNow')}
        </Button>
        <Button size="lg" variant="filled" onClick={onConfirm} loading={isBusy}>
          {confirmLabel}
        </Button>
      </div>
    </Modal>
  );
};
