/** Takes a report of a fraud: device, claim, rows and words. What it may cost is said before anything is filed. */
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FraudClaim, fraudClaims } from '../../../../shared/domain/slashing/claims.ts';
import { reportBond } from '../../../../shared/domain/slashing/report-bond.ts';
import { useFormats } from '../../../app/formats.ts';
import { useAction } from '../../../client/action.ts';
import { Panel } from '../../../ui/panel.tsx';
import classes from '../community.module.css';
import { useCommunityFailure } from '../community-failure.ts';
import { CitedRows } from './cited-rows.tsx';
import { deviceIdShape, type ReportDraft } from './report-draft.ts';
import { ReportSheet } from './report-sheet.tsx';

const longestText = 2_000;

interface ReportFormProps {
  draft: ReportDraft;
  /** Base units that the account has free; null: not known yet. */
  free: bigint | null;
  now: number;
  onFiled(): void;
}

interface Asked {
  deviceId: string;
  claim: FraudClaim;
  rows: { blockId: string; row: number }[];
  text: string;
  requestId: string;
}

export const ReportForm = ({ draft, free, now, onFiled }: ReportFormProps) => {
  const { t } = useTranslation('reports');
  const formats = useFormats();
  const failureText = useCommunityFailure();
  const [deviceId, setDeviceId] = useState(draft.deviceId);
  const [rows, setRows] = useState(draft.rows);
  const [claim, setClaim] = useState<FraudClaim | null>(null);
  const [text, setText] = useState('');
  const [wasAsked, setWasAsked] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const file = useAction((core, signal, report: Asked) => core.reports.file(report, { signal }));
  const wanted = deviceId.trim().toLowerCase();
  const isDevice = deviceIdShape.test(wanted);

  const review = (event: FormEvent): void => {
    event.preventDefault();
    setWasAsked(true);
    if (!isDevice || claim === null || rows.length === 0 || text.trim() === '') return;
    setAsked({
      ...{ deviceId: wanted, claim, text: text.trim(), requestId: crypto.randomUUID() },
      rows: rows.map(({ blockId, line }) => ({ blockId, row: line })),
    });
  };
  const agree = async (report: Asked): Promise<void> => {
    if ((await file.run(report)) !== null) onFiled();
  };
  const close = (): void => {
    setAsked(null);
    file.cancel();
    file.clear();
  };
  return (
    <Panel title={t('form.title')}>
      <form className={classes.read} onSubmit={review} noValidate>
        <TextInput
          label={t('form.device')}
          value={deviceId}
          onChange={(event) => {
            setDeviceId(event.currentTarget.value);
            setRows([]);
          }}
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          dir="ltr"
          error={wasAsked && !isDevice ? t('form.deviceMissing') : null}
        />
        <Select
          label={t('form.claim')}
          placeholder={t('form.choose')}
          data={fraudClaims.map((value) => ({ value, label: t(`claim.${value}`) }))}
          value={claim}
          onChange={(value) => setClaim(value as FraudClaim | null)}
          error={wasAsked && claim === null ? t('form.claimMissing') : null}
        />
        <CitedRows deviceId={wanted} rows={rows} now={now} onChange={setRows} />
        {wasAsked && rows.length === 0 && <p className={classes.complaint}>{t('form.rowsMissing')}</p>}
        <Textarea
          label={t('form.text')}
          description={t('form.textNote')}
          rows={5}
          maxLength={longestText}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={wasAsked && text.trim() === '' ? t('form.textMissing') : null}
        />
        {free !== null && (
          <p className={classes.meta}>
            {t('form.free', { free: formats.coins(free), bond: formats.coins(reportBond) })}
          </p>
        )}
        <div className={classes.send}>
          <Button type="submit" variant="filled">
            {t('form.review')}
          </Button>
        </div>
      </form>
      {asked !== null && (
        <ReportSheet
          deviceId={asked.deviceId}
          claim={asked.claim}
          isBusy={file.isBusy}
          failure={failureText(file.failure)}
          onConfirm={() => void agree(asked)}
          onClose={close}
        />
      )}
    </Panel>
  );
};
