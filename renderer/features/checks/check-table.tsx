/** Every check of a run under the part of the PC it is about. */
import { useTranslation } from 'react-i18next';
import type { CheckRun } from '../../../shared/contract/app/checks.ts';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import table from '../../ui/table.module.css';
import { type CheckGroup, groupsOf, isCompared } from './check-groups.ts';
import { CheckRow } from './check-row.tsx';
import classes from './check-table.module.css';
import { reachOf } from './figure-scale.ts';
import { useResultText } from './result-text.ts';
import { timeLeftOf } from './time-left.ts';

const GroupHead = ({ group }: { group: CheckGroup }) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const gpu = useTopic('machine')?.gpus.find(({ id }) => id === group.gpuId);
  const vramBytes = gpu?.vramBytes.value ?? null;
  return (
    <tr className={classes.group}>
      <th scope="rowgroup" colSpan={7}>
        {group.gpuId === null ? t('table.pc') : <bdi>{group.subject}</bdi>}
        {group.gpuId === null && group.subject !== '' && (
          <span>
            {' '}
            <bdi>{group.subject}</bdi>
          </span>
        )}
        {vramBytes !== null && <span> {formats.bytes(vramBytes)}</span>}
        {group.hasTwin && group.gpuId !== null && (
          <span>
            {' '}
            <bdi>{gpu?.pciAddress.value ?? group.gpuId}</bdi>
          </span>
        )}
      </th>
    </tr>
  );
};

interface CheckTableProps {
  run: CheckRun;
  now: number;
  chosenId: string | null;
  onChoose(stepId: string): void;
}

export const CheckTable = ({ run, now, chosenId, onChoose }: CheckTableProps) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const resultText = useResultText(timeLeftOf(run, now)?.stepMs ?? null);
  const compared = run.steps.filter(isCompared);
  const reach = reachOf(compared);
  return (
    <table className={`${table.table} ${classes.checks}`} data-has-no-references={compared.length === 0 || undefined}>
      <caption>{t('table.caption')}</caption>
      <thead>
        <tr>
          <th scope="col" colSpan={2} className={classes.first}>
            {t('table.check')}
          </th>
          <th scope="col" colSpan={2} className={classes.measured}>
            {t('table.measured')}
          </th>
          <th scope="col" className={classes.beside}>
            {t('table.beside')}
          </th>
          {compared.length === 0 ? (
            <td className={classes.spread} />
          ) : (
            <th scope="col" className={classes.spread} aria-label={t('table.spread')}>
              <span className={classes.ends}>
                <span>{formats.percent(1 - reach)}</span>
                <span>{formats.percent(1 + reach)}</span>
              </span>
            </th>
          )}
          <th scope="col" className={table.end}>
            {t('table.result')}
          </th>
        </tr>
      </thead>
      {groupsOf(run.steps).map((group) => (
        <tbody key={group.gpuId ?? 'pc'}>
          <GroupHead group={group} />
          {group.steps.map((step) => (
            <CheckRow
              key={step.id}
              step={step}
              reach={reach}
              result={resultText(step)}
              isChosen={step.id === chosenId}
              onChoose={() => onChoose(step.id)}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
};
