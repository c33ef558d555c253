/** What a loss took, from whom, and where it went. Every part rounded up; nothing is left out, also what is nothing. */
import { useTranslation } from 'react-i18next';
import type { SlashCase } from '../../../shared/contract/app/evidence.ts';
import { useFormats } from '../../app/formats.ts';
import { Chip } from '../../ui/chip.tsx';
import { Panel } from '../../ui/panel.tsx';
import table from '../../ui/table.module.css';

export const TakenPanel = ({ slash }: { slash: SlashCase }) => {
  const { t } = useTranslation(['evidence', 'stake']);
  const formats = useFormats();
  const taken = [
    ['ownerPart', slash.ownerPart],
    ['supportersPart', slash.supportersPart],
    ['forfeited', slash.forfeited],
  ] as const;
  const went = slash.use === null ? [] : (['burn', 'bounty', 'compensation'] as const);
  return (
    <Panel
      title={t('evidence:taken.title')}
      aside={
        <Chip tone={slash.state === 'escrow' ? 'warn' : slash.state === 'returned' ? 'ok' : 'plain'}>
          {t(`stake:slashes.${slash.state}`)}
        </Chip>
      }
    >
      <table className={table.table}>
        <caption>{t('evidence:taken.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('evidence:taken.part')}</th>
            <th scope="col" className={table.end}>
              {t('stake:slashes.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {taken.map(([part, amount]) => (
            <tr key={part}>
              <th scope="row">{t(`evidence:taken.${part}`)}</th>
              <td className={table.end}>{formats.loss(amount)}</td>
            </tr>
          ))}
          {went.map((part) => (
            <tr key={part}>
              <th scope="row">{t(`evidence:taken.${part}`)}</th>
              <td className={table.end}>{formats.coins(slash.use?.[part] ?? 0n)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
};
