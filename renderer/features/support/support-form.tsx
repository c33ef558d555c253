/** What an amount behind the chosen device would mean, and asking the core for it before anything is agreed. */
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenedOffer } from '../../../shared/contract/app/supports.ts';
import { localeFor } from '../../../shared/units/locale.ts';
import { numberMarksOf } from '../../../shared/units/number-marks.ts';
import { useFormats } from '../../app/formats.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { amountText } from '../stake/stake-amount.ts';
import formClasses from '../stake/stake-form.module.css';
import { mostSupport, readSupport, type TypedSupport } from './support-amount.ts';
import { WhatIfFacts } from './what-if-facts.tsx';

const useTypedText = (): ((typed: TypedSupport) => string | null) => {
  const { t } = useTranslation('support');
  const formats = useFormats();
  return (typed) => {
    if (typed.kind === 'amount') return null;
    if (!('available' in typed)) return t(`typed.${typed.kind}`);
    if (typed.kind === 'over_room' && typed.available === 0n) return t('typed.over_roomFull');
    return t(`typed.${typed.kind}`, { available: formats.coins(typed.available) });
  };
};

interface SupportFormProps {
  offer: OpenedOffer;
  now: number;
  isBusy: boolean;
  failure: string | null;
  /** What was done last. */
  done: string | null;
  onChange(): void;
  onReview(amount: bigint): void;
}

/** Keyed by device: another one begins with an empty field. */
export const SupportForm = ({ offer, now, isBusy, failure, done, onChange, onReview }: SupportFormProps) => {
  const { t, i18n } = useTranslation('support');
  const formats = useFormats();
  const marks = useMemo(() => numberMarksOf(localeFor(i18n.language)), [i18n.language]);
  const typedText = useTypedText();
  const [text, setText] = useState('');
  const [wasAsked, setWasAsked] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);

  const typed = readSupport(text, offer, marks);
  const most = mostSupport(offer);
  // An empty field is no mistake before it was sent.
  const complaint = wasAsked || (typed.kind !== 'empty' && typed.kind !== 'zero') ? typedText(typed) : null;
  const change = (next: string): void => {
    setText(next);
    onChange();
  };
  const review = (event: FormEvent): void => {
    event.preventDefault();
    setWasAsked(true);
    if (typed.kind === 'amount') onReview(typed.amount);
  };
  if (!offer.isOpen) return <p className={formClasses.note}>{t('form.closed')}</p>;
  if (offer.placesLeft === 0 && offer.held === 0n) return <p className={formClasses.note}>{t('form.noPlace')}</p>;
  return (
    <form className={formClasses.form} onSubmit={review} noValidate>
      <TextInput
        ref={field}
        label={t('form.amount')}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        error={complaint}
        description={t('form.available', {
          amount: formats.coins(most),
          free: formats.coins(offer.free),
          room: formats.coins(offer.room),
        })}
        placeholder={amountText(0n, marks)}
        inputMode="decimal"
        autoComplete="off"
        dir="ltr"
        classNames={{
          label: formClasses.label ?? '',
          input: formClasses.input ?? '',
          error: formClasses.error ?? '',
          description: formClasses.description ?? '',
        }}
      />
      <div className={formClasses.shortcuts}>
        {most > 0n && (
          <Button size="sm" onClick={() => change(amountText(most, marks))}>
            {t('form.most', { amount: formats.coins(most) })}
          </Button>
        )}
      </div>
      <WhatIfFacts offer={offer} amount={typed.kind === 'amount' ? typed.amount : 0n} now={now} />
      <p className={formClasses.note}>{t('form.note')}</p>
      <div className={formClasses.send}>
        <Button type="submit" variant="filled" loading={isBusy}>
          {t('form.review')}
        </Button>
        <p className={formClasses.done} role="status">
          {done}
        </p>
      </div>
      <FailureNote text={failure} />
    </form>
  );
};
