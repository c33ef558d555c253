/** What a memory check covered, who held the rest, and every sign of bad memory with its address and bits. */
import { useTranslation } from 'react-i18next';
import type { Coverage } from '../../../shared/contract/app/checks.ts';
import { useFormats } from '../../app/formats.ts';
import { BitChart } from './bit-chart.tsx';
import classes from './coverage-findings.module.css';
import { useMemoryText } from './memory-text.ts';
import { addressText, bitsOf } from './wrong-words.ts';

const Lines = ({ coverage, passes }: { coverage: Coverage; passes: number | null }) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const memory = useMemoryText();
  const { coveredBytes, totalBytes, heldBy, wrongWords, slowShards } = coverage;
  return (
    <ul className={classes.lines}>
      <li>
        {totalBytes === null
          ? t('panel.coveredOnly', { covered: memory.whole(coveredBytes) })
          : t('panel.covered', {
              covered: memory.part(coveredBytes, totalBytes),
              total: memory.whole(totalBytes),
            })}{' '}
        {passes !== null && t('panel.passes', { count: passes })}
      </li>
      {heldBy.map(({ name, bytes }) => (
        <li key={name}>{t('panel.heldBy', { name: formats.verbatim(name), memory: formats.bytes(bytes) })}</li>
      ))}
      <li>{wrongWords === 0 ? t('panel.noWrongWords') : t('panel.wrongWords', { count: wrongWords })}</li>
      <li>{slowShards === 0 ? t('panel.noSlowShards') : t('panel.slowShards', { count: slowShards })}</li>
    </ul>
  );
};

const FirstWrong = ({ firstWrong }: Pick<Coverage, 'firstWrong'>) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  return (
    <table className={classes.wrong}>
      <caption>{t('wrongWords.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('wrongWords.address')}</th>
          <th scope="col">{t('wrongWords.bits')}</th>
        </tr>
      </thead>
      <tbody>
        {firstWrong.map(({ address, differing }) => (
          <tr key={address}>
            <td>
              <bdi className={classes.address}>{addressText(address)}</bdi>
            </td>
            <td>{formats.list(bitsOf(differing).map((bit) => formats.number(bit)))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** @param passes over the memory; null when it is not known */
export const CoverageFindings = ({ coverage, passes }: { coverage: Coverage; passes: number | null }) => (
  <>
    <Lines coverage={coverage} passes={passes} />
    {coverage.firstWrong.length > 0 && <FirstWrong firstWrong={coverage.firstWrong} />}
    {coverage.wrongBits !== null && <BitChart wrongBits={coverage.wrongBits} />}
  </>
);
