/** Takes an amount, judges it here first, and asks the core what it would mean before anything is agreed. */
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StakeQuote, StakeState } from '../../../shared/contract/app/stake.ts';
import { localeFor } from '../../../shared/units/locale.ts';
import { numberMarksOf } from '../../../shared/units/number-marks.ts';
import { useFormats } from '../../app/formats.ts';
import { useAction } from '../../client/action.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useCooldownText } from './cooldown-text.ts';
import { amountText, availableFor, readAmount, type StakeAction, type TypedAmount } from './stake-amount.ts';
import { useStakeFailure } from './stake-failure.ts';
import classes from './stake-form.module.css';
import { dropProposal, proposedStake } from './stake-proposal.ts';
import { StakeSheet } from './stake-sheet.tsx';

const useTypedText = (): ((typed: TypedAmount) => string | null) => {
  const { t } = useTranslation('stake');
  const formats = useFormats();
  return (typed) => {
    if (typed.kind === 'amount') return null;
    if (!('available' in typed)) return t(`typed.${typed.kind}`);
    if (typed.available === 0n && typed.kind === 'over_capacity') return t('typed.over_capacityFull');
    if (typed.available === 0n && typed.kind === 'over_staked') return t('typed.over_stakedNone');
    return t(`typed.${typed.kind}`, { available: formats.coins(typed.available) });
  };
};

/** An own wallet is waited for as long as the core waits, and a little longer. */
const ownWalletTimeoutMs = 330_000;

interface StakeFormProps {
  stake: StakeState;
  isPlay: boolean;
  now: number;
}

export const StakeForm = ({ stake, isPlay, now }: StakeFormProps) => {
  const { t, i18n } = useTranslation('stake');
  const marks = useMemo(() => numberMarksOf(localeFor(i18n.language)), [i18n.language]);
  const formats = useFormats();
  const cooldownText = useCooldownText();
  const typedText = useTypedText();
  const failureText = useStakeFailure();
  const [action, setAction] = useState<StakeAction>('stake');
  const [text, setText] = useState(() => {
    const proposed = proposedStake();
    return proposed === null ? '' : amountText(proposed, marks);
  });
  const [wasAsked, setWasAsked] = useState(false);
  const [quote, setQuote] = useState<StakeQuote | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const prepare = useAction((core, signal, amount: bigint) => core.stake.prepare({ action, amount }, { signal }));
  const confirm = useAction(
    (core, signal, confirmationId: string) => core.stake.confirm({ confirmationId }, { signal }),
    quote?.signsWith === 'external' ? ownWalletTimeoutMs : undefined,
  );
  useEffect(dropProposal, []);

  const typed = readAmount(text, action, stake, marks);
  const available = availableFor(action, stake);
  const missing = stake.required > stake.staked ? stake.required - stake.staked : 0n;
  // An empty field is no mistake before it was sent.
  const complaint = wasAsked || (typed.kind !== 'empty' && typed.kind !== 'zero') ? typedText(typed) : null;

  const change = (next: string): void => {
    setText(next);
    setDone(null);
    prepare.clear();
  };
  const chooseAction = (next: string): void => {
    setAction(next as StakeAction);
    setWasAsked(false);
    change('');
  };
  const review = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setWasAsked(true);
    setDone(null);
    if (typed.kind === 'amount') setQuote(await prepare.run(typed.amount));
  };
  const close = (): void => {
    setQuote(null);
    confirm.cancel();
    confirm.clear();
  };
  const agree = async (agreed: StakeQuote): Promise<void> => {
    const result = await confirm.run(agreed.confirmationId);
    if (result === null) return;
    setQuote(null);
    setText('');
    setWasAsked(false);
    setDone(
      agreed.action === 'unstake' && result.freeAt !== null
        ? t('done.unstake', { when: formats.moment(result.freeAt, now) })
        : t('done.stake', { amount: formats.coins(result.staked) }),
    );
  };

  return (
    <Panel title={t('form.title')}>
      <form className={classes.form} onSubmit={(event) => void review(event)} noValidate>
        <SegmentedControl
          fullWidth
          aria-label={t('form.action')}
          value={action}
          onChange={chooseAction}
          data={(['stake', 'unstake'] as const).map((value) => ({ value, label: t(`action.${value}`) }))}
        />
        <TextInput
          label={t('form.amount')}
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
          error={complaint}
          description={t('form.available', { amount: formats.coins(available) })}
          placeholder={amountText(0n, marks)}
          inputMode="decimal"
          autoComplete="off"
          dir="ltr"
          classNames={{
            label: classes.label ?? '',
            input: classes.input ?? '',
            error: classes.error ?? '',
            description: classes.description ?? '',
          }}
        />
        <div className={classes.shortcuts}>
          {action === 'stake' && missing > 0n && missing <= available && (
            <Button size="sm" onClick={() => change(amountText(missing, marks))}>
              {t('form.toRequired', { amount: formats.coins(missing, { rounding: 'up' }) })}
            </Button>
          )}
          {available > 0n && (
            <Button size="sm" onClick={() => change(amountText(available, marks))}>
              {t('form.all', { amount: formats.coins(available) })}
            </Button>
          )}
        </div>
        <p className={classes.note}>
          {action === 'stake'
            ? t('form.stakeNote')
            : t('form.unstakeNote', { cooldown: cooldownText(stake.cooldownMs) })}
        </p>
        <div className={classes.send}>
          <Button type="submit" variant="filled" loading={prepare.isBusy}>
            {t('action.review')}
          </Button>
          <p className={classes.done} role="status">
            {done}
          </p>
        </div>
        <FailureNote text={failureText(prepare.failure)} />
      </form>
      {quote && (
        <StakeSheet
          quote={quote}
          stake={stake}
          isPlay={isPlay}
          now={now}
          isBusy={confirm.isBusy}
          failure={failureText(confirm.failure)}
          onConfirm={() => void agree(quote)}
          onClose={close}
        />
      )}
    </Panel>
  );
};
