/** Where each fact about a GPU comes from, and which sources say otherwise. */
import { useTranslation } from 'react-i18next';
import type { Gpu } from '../../../shared/contract/app/machine.ts';
import { useFormats } from '../../app/formats.ts';
import classes from './fact-table.module.css';
import { type FactName, factRowsOf } from './gpu-facts.ts';

export const FactTable = ({ gpu }: { gpu: Gpu }) => {
  const { t } = useTranslation(['devices', 'common']);
  const formats = useFormats();
  const written = (name: FactName, value: string | number | null): string => {
    if (value === null) return t('common:notKnown');
    if (name === 'vramBytes') return formats.bytes(Number(value));
    return name === 'powerLimitWatts' ? formats.watts(Number(value)) : String(value);
  };
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('facts.fact')}</th>
            <th scope="col">{t('facts.value')}</th>
            <th scope="col">{t('facts.source')}</th>
            <th scope="col">{t('facts.others')}</th>
          </tr>
        </thead>
        <tbody>
          {factRowsOf(gpu).map(({ name, value, source, conflicts }) => (
            <tr key={name}>
              <th scope="row">{t(`facts.${name}`)}</th>
              <td>
                <bdi>{written(name, value)}</bdi>
              </td>
              <td>
                <bdi>{source ?? t('facts.nobody')}</bdi>
              </td>
              <td>
                {conflicts.length === 0
                  ? t('facts.agree')
                  : conflicts.map((other) => (
                      <div key={other.source}>
                        {t('facts.says', { source: other.source, value: written(name, other.value) })}
                      </div>
                    ))}
              </td>
            </tr>
          ))}
          {gpu.mig !== null && (
            <tr>
              <th scope="row">{t('facts.mig')}</th>
              <td colSpan={3}>
                {gpu.mig.length === 0
                  ? t('facts.migNone')
                  : gpu.mig.map(({ profile, uuid, memoryBytes }, index) => (
                      <div key={uuid ?? index}>
                        {t('facts.migDevice', {
                          profile: profile ?? t('common:notKnown'),
                          memory: memoryBytes === null ? t('common:notKnown') : formats.bytes(memoryBytes),
                        })}
                      </div>
                    ))}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
};
