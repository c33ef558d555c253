/** Coins behind others' devices: what is there, who looks for more, and the two moves of a supporter. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SupportQuote } from '../../../shared/contract/app/supports.ts';
import { useDeviceName } from '../../app/device-name.ts';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { goTo } from '../../app/route.ts';
import { useAction } from '../../client/action.ts';
import { useReading } from '../../client/reading.ts';
import { useTopic } from '../../client/store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { LoadingBlocks } from '../../ui/loading-blocks.tsx';
import { Panel } from '../../ui/panel.tsx';
import { OffersPanel } from './offers-panel.tsx';
import classes from './others-devices.module.css';
import { useSupportFailure } from './support-failure.ts';
import { SupportForm } from './support-form.tsx';
import { SupportSheet } from './support-sheet.tsx';
import { SupportedPanel } from './supported-panel.tsx';
import { type ReadSupport, readEveryMs } from './use-supported.ts';

/** An own wallet is waited for as long as the core waits, and a little longer. */
const ownWalletTimeoutMs = 330_000;

type Device = { deviceId: string; class: string; count: number };
type Asked = { action: 'support'; deviceId: string; amount: bigint } | { action: 'leave'; deviceId: string };

const NotJoined = () => {
  const { t } = useTranslation('support');
  return (
    <Panel>
      <EmptyState
        sentence={t('notJoined.title')}
        detail={t('notJoined.body')}
        action={<Button onClick={() => goTo('home')}>{t('goHome')}</Button>}
      />
    </Panel>
  );
};

export const OthersDevices = ({ read }: { read: ReadSupport }) => {
  const { t } = useTranslation('support');
  const formats = useFormats();
  const now = useNow(10_000);
  const deviceName = useDeviceName();
  const failureText = useSupportFailure();
  const { supportsOnly } = useTopic('settings');
  const [chosen, setChosen] = useState<Device | null>(null);
  const [quoted, setQuoted] = useState<{ quote: SupportQuote; device: Device } | null>(null);
  /** Which device the last call was about, so that its failure stands there. */
  const [subject, setSubject] = useState<'form' | 'mine'>('form');
  const [done, setDone] = useState<string | null>(null);
  const offer = useReading(
    chosen?.deviceId ?? null,
    (core, signal) => core.supports.open({ deviceId: chosen?.deviceId ?? '' }, { signal }),
    readEveryMs,
  );
  const prepare = useAction((core, signal, asked: Asked) => core.supports.prepare(asked, { signal }));
  const confirm = useAction(
    (core, signal, confirmationId: string) => core.supports.confirm({ confirmationId }, { signal }),
    quoted?.quote.signsWith === 'external' ? ownWalletTimeoutMs : undefined,
  );

  const review = async (asked: Asked, device: Device): Promise<void> => {
    setSubject(asked.action === 'leave' ? 'mine' : 'form');
    setDone(null);
    const quote = await prepare.run(asked);
    if (quote !== null) setQuoted({ quote, device });
  };
  const close = (): void => {
    setQuoted(null);
    confirm.cancel();
    confirm.clear();
  };
  const agree = async ({ action, confirmationId }: SupportQuote): Promise<void> => {
    const result = await confirm.run(confirmationId);
    if (result === null) return;
    setQuoted(null);
    setDone(
      action === 'leave' && result.freeAt !== null
        ? t('done.leave', { when: formats.moment(result.freeAt, now) })
        : t('done.support', { held: formats.coins(result.held) }),
    );
    read.again();
    offer.again();
  };
  const clear = (): void => {
    setDone(null);
    prepare.clear();
  };
  const failureOf = (where: 'form' | 'mine'): string | null =>
    subject === where ? failureText(prepare.failure) : null;
  const doneOf = (where: 'form' | 'mine'): string | null => (subject === where ? done : null);

  // An account without this PC opens by itself, as soon as the network answers.
  const isOpening = supportsOnly && read.failure?.code === 'NOT_JOINED';
  if (read.value === null && read.failure?.code === 'NOT_JOINED' && !isOpening) return <NotJoined />;
  return (
    <div className={classes.page}>
      {read.value === null ? (
        <Panel title={t('mine.title')}>
          {read.failure === null || isOpening ? (
            <LoadingBlocks waitsFor={t('sentence.asking')} blocks={[36, 60]} />
          ) : (
            <FailureNote text={failureText(read.failure)} />
          )}
        </Panel>
      ) : (
        <SupportedPanel
          supported={read.value.supported}
          now={now}
          isBusy={prepare.isBusy}
          onLeave={(each) => void review({ action: 'leave', deviceId: each.deviceId }, each)}
        >
          <p className={classes.done} role="status">
            {doneOf('mine')}
          </p>
          <FailureNote text={failureOf('mine')} />
        </SupportedPanel>
      )}
      <div className={classes.columns}>
        <div className={classes.form}>
          <Panel {...(chosen ? { title: t('form.title', { device: deviceName(chosen) }) } : {})}>
            {chosen === null && <EmptyState sentence={t('form.none')} detail={t('form.noneDetail')} />}
            {chosen !== null && offer.value === null && offer.failure === null && (
              <LoadingBlocks waitsFor={t('form.asking')} blocks={[36, 90]} />
            )}
            {chosen !== null && offer.value !== null && (
              <SupportForm
                key={chosen.deviceId}
                offer={offer.value}
                now={now}
                isBusy={prepare.isBusy}
                failure={failureOf('form')}
                done={doneOf('form')}
                onChange={clear}
                onReview={(amount) => void review({ action: 'support', deviceId: chosen.deviceId, amount }, chosen)}
              />
            )}
            {chosen !== null && <FailureNote text={failureText(offer.failure)} />}
          </Panel>
        </div>
        <OffersPanel
          chosenId={chosen?.deviceId ?? null}
          onChoose={(next) => {
            clear();
            setChosen(next);
          }}
        />
      </div>
      {quoted && (
        <SupportSheet
          quote={quoted.quote}
          device={deviceName(quoted.device)}
          now={now}
          isBusy={confirm.isBusy}
          failure={failureText(confirm.failure)}
          onConfirm={() => void agree(quoted.quote)}
          onClose={close}
        />
      )}
    </div>
  );
};
