/** Opens a proposal: which rule, its new value, and the issue that gives the reason. The deposit is said first. */
import { Button, Select } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProposalTerms } from '../../../../shared/contract/app/community.ts';
import { useAction } from '../../../client/action.ts';
import classes from '../community.module.css';
import { useCommunityFailure } from '../community-failure.ts';
import { useRuleText } from '../rule-text.ts';
import { ProposeSheet } from './propose-sheet.tsx';
import { readValue } from './typed-value.ts';
import { useNumberMarks, ValueInputs } from './value-inputs.tsx';

interface Asked {
  issue: string;
  key: string;
  /** JSON. */
  value: string;
  requestId: string;
}

interface ProposeFormProps {
  terms: ProposalTerms;
  onOpened(proposalId: string): void;
}

export const ProposeForm = ({ terms, onOpened }: ProposeFormProps) => {
  const { t } = useTranslation('community');
  const rules = useRuleText();
  const marks = useNumberMarks();
  const failureText = useCommunityFailure();
  const [key, setKey] = useState<string | null>(null);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [issue, setIssue] = useState<string | null>(null);
  const [wasAsked, setWasAsked] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const propose = useAction((core, signal, proposal: Asked) => core.community.propose(proposal, { signal }));
  const rule = terms.rules.find((each) => each.key === key) ?? null;

  const review = (event: FormEvent): void => {
    event.preventDefault();
    setWasAsked(true);
    const value = rule === null ? null : readValue(rule.fields, texts, marks);
    if (rule === null || value === null || issue === null) return;
    setAsked({ issue, key: rule.key, value, requestId: crypto.randomUUID() });
  };
  const agree = async (proposal: Asked): Promise<void> => {
    const opened = await propose.run(proposal);
    if (opened !== null) onOpened(opened.id);
  };
  const close = (): void => {
    setAsked(null);
    propose.cancel();
    propose.clear();
  };
  return (
    <>
      <form className={classes.read} onSubmit={review} noValidate>
        <Select
          label={t('propose.rule')}
          placeholder={t('propose.chooseRule')}
          description={t('propose.listsNote')}
          data={terms.rules.map((each) => ({ value: each.key, label: rules.name(each.key) }))}
          value={key}
          onChange={(value) => {
            setKey(value);
            setTexts({});
            setWasAsked(false);
          }}
          error={wasAsked && rule === null ? t('propose.ruleMissing') : null}
        />
        {rule !== null && (
          <>
            <p className={classes.meta}>
              {rule.now === null
                ? t('propose.nowUnknown')
                : t('propose.now', { value: rules.value(rule.key, rule.now) })}
            </p>
            <ValueInputs
              rule={rule}
              texts={texts}
              wasAsked={wasAsked}
              onChange={(name, text) => setTexts((before) => ({ ...before, [name]: text }))}
            />
            <p className={classes.meta}>{t(`majority.${rule.majority}`)}</p>
          </>
        )}
        <Select
          label={t('propose.issue')}
          placeholder={t('propose.chooseIssue')}
          data={terms.issues.map(({ id, title }) => ({ value: id, label: title }))}
          value={issue}
          onChange={setIssue}
          error={wasAsked && issue === null ? t('propose.issueMissing') : null}
        />
        <div className={classes.send}>
          <Button type="submit" variant="filled">
            {t('propose.review')}
          </Button>
        </div>
      </form>
      {asked !== null && (
        <ProposeSheet
          deposit={terms.deposit}
          change={t('ruleValue', { rule: rules.name(asked.key), value: rules.value(asked.key, asked.value) })}
          isBusy={propose.isBusy}
          failure={failureText(propose.failure)}
          onConfirm={() => void agree(asked)}
          onClose={close}
        />
      )}
    </>
  );
};
