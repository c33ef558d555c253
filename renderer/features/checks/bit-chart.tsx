/** Which of the 32 bits of a word came back changed, and how often: one bar per bit. The sentence beneath is its table. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import classes from './bit-chart.module.css';
import { bitBars } from './wrong-words.ts';

const mostNamed = 4;

/** @param wrongBits wrong words by bit, from bit 0 */
export const BitChart = ({ wrongBits }: { wrongBits: readonly number[] }) => {
  const { t } = useTranslation('checks');
  const formats = useFormats();
  const bars = bitBars(wrongBits);
  const worst = bars.filter(({ words }) => words > 0).toSorted((a, b) => b.words - a.words || a.bit - b.bit);
  const named = worst
    .slice(0, mostNamed)
    .map(({ bit, words }) => t('bits.one', { bit: formats.number(bit), count: words }));
  return (
    <figure className={classes.chart} dir="ltr">
      <div className={classes.bars} aria-hidden="true">
        {bars.map(({ bit, share }) => (
          <span key={bit} className={classes.bar}>
            {share > 0 && <span className={classes.fill} style={{ blockSize: `${Math.max(8, share * 100)}%` }} />}
          </span>
        ))}
      </div>
      <div className={classes.ends} aria-hidden="true">
        <span>{t('bits.end', { bit: formats.number(0) })}</span>
        <span>{t('bits.end', { bit: formats.number(bars.length - 1) })}</span>
      </div>
      <figcaption dir="auto">
        {worst.length > mostNamed
          ? t('bits.most', { list: formats.list(named), count: worst.length })
          : t('bits.all', { list: formats.list(named) })}
      </figcaption>
    </figure>
  );
};
