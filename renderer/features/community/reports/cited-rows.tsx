/** The rows that a report cites: each can be left out, and another hour's row of the device looked up and added. */
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../app/formats.ts';
import { useAction } from '../../../client/action.ts';
import { useReading } from '../../../client/reading.ts';
import { FailureNote } from '../../../ui/failure-note.tsx';
import classes from '../community.module.css';
import { useCommunityFailure } from '../community-failure.ts';
import { useHourText } from '../releases/hour-text.ts';
import { type CitedLine, deviceIdShape } from './report-draft.ts';

interface CitedRowsProps {
  deviceId: string;
  rows: readonly CitedLine[];
  now: number;
  onChange(rows: readonly CitedLine[]): void;
}

export const CitedRows = ({ deviceId, rows, now, onChange }: CitedRowsProps) => {
  const { t } = useTranslation('reports');
  const formats = useFormats();
  const text = useHourText();
  const failureText = useCommunityFailure();
  const [blockId, setBlockId] = useState<string | null>(null);
  const [isMissing, setIsMissing] = useState(false);
  const hours = useReading('hours', (core, signal) => core.releases.list({}, { signal }));
  const find = useAction((core, signal, asked: { blockId: string; of: string }) =>
    core.releases.rows(asked, { signal }),
  );
  const known = hours.value?.hours ?? [];
  const cite = async (): Promise<void> => {
    const hour = known.find((each) => each.blockId === blockId);
    if (hour === undefined) return;
    const found = await find.run({ blockId: hour.blockId, of: deviceId });
    if (found === null) return;
    const [row] = found.rows;
    setIsMissing(row === undefined);
    if (row === undefined || rows.some((cited) => cited.blockId === hour.blockId)) return;
    onChange([...rows, { blockId: hour.blockId, startsAt: hour.startsAt, endsAt: hour.endsAt, line: row.line }]);
  };
  return (
    <fieldset className={classes.fieldset}>
      <legend>{t('form.rows')}</legend>
      {rows.length === 0 ? (
        <p className={classes.meta}>{t('form.rowsNone')}</p>
      ) : (
        <ul className={classes.list}>
          {rows.map((cited) => {
            const hour = text.start(cited, now);
            return (
              <li key={cited.blockId}>
                {t('form.row', { hour, line: formats.number(cited.line) })}
                <Button size="sm" onClick={() => onChange(rows.filter((other) => other !== cited))}>
                  {t('form.remove', { hour })}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      <Select
        label={t('form.hour')}
        placeholder={t('form.hourNone')}
        data={known.map((hour) => ({ value: hour.blockId, label: text.start(hour, now) }))}
        value={blockId}
        onChange={setBlockId}
      />
      <div className={classes.send}>
        <Button
          size="sm"
          loading={find.isBusy}
          disabled={blockId === null || !deviceIdShape.test(deviceId)}
          onClick={() => void cite()}
        >
          {t('form.cite')}
        </Button>
      </div>
      <FailureNote text={isMissing ? t('form.noRow') : failureText(find.failure ?? hours.failure)} />
    </fieldset>
  );
};
