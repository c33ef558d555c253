/** Every column of a published row in words: its name and its value. */
import { useTranslation } from 'react-i18next';
import type { PublishedRow } from '../../../../shared/contract/app/releases.ts';
import { useDeviceName } from '../../../app/device-name.ts';
import { useFormats } from '../../../app/formats.ts';

type Row = PublishedRow['row'];
export type RowColumn = keyof Row;

/** In the order in which they are read: whose, what, under which rules, what it did, what it got. */
const columns = Object.keys({
  ...{ device_id: 1, owner_tag: 1, block_id: 1, class: 1, count: 1, pool: 1, country: 1 },
  ...{ tier: 1, conn_tier: 1, c_level: 1, q_score: 1, stake: 1, required: 1, state: 1 },
  ...{ uptime_min: 1, pow_pass: 1, pow_total: 1, exempt: 1, ramp: 1, elig: 1, score: 1 },
  ...{ reward: 1, owner_part: 1, supporters_part: 1, slashed: 1, reason: 1, params_version: 1, schema: 1 },
} satisfies Record<RowColumn, 1>) as RowColumn[];

export interface RowText {
  readonly columns: readonly RowColumn[];
  name(column: RowColumn): string;
  value(row: Row, column: RowColumn): string;
  /** `2 × RTX 4090`. */
  device(row: Row): string;
}

export const useRowText = (): RowText => {
  const { t } = useTranslation(['releases', 'tier']);
  const formats = useFormats();
  const deviceName = useDeviceName();
  const share = (bps: number): string => formats.percent(bps / 10_000, 2);
  const value = (row: Row, column: RowColumn): string => {
    switch (column) {
      case 'class':
        return deviceName({ class: row.class, count: 1 });
      case 'pool':
        return t(`releases:pool.${row.pool}`);
      case 'tier':
        return t(`tier:name.${row.tier}`);
      case 'state':
        return t(`releases:state.${row.state}`);
      case 'reason':
        return row.reason === null ? t('releases:row.none') : t(`releases:reason.${row.reason}`);
      case 'exempt':
        return t(row.exempt ? 'releases:row.yes' : 'releases:row.no');
      case 'country':
        return row.country === 'other' ? t('releases:row.otherCountry') : row.country;
      case 'q_score':
      case 'ramp':
      case 'elig':
        return share(row[column]);
      default: {
        const plain = row[column];
        if (typeof plain === 'bigint') return formats.coins(plain, { places: 8 });
        return typeof plain === 'number' ? formats.number(plain) : formats.verbatim(plain);
      }
    }
  };
  return {
    columns,
    name: (column) => t(`releases:column.${column}`),
    value,
    device: (row) => deviceName({ class: row.class, count: row.count }),
  };
};
