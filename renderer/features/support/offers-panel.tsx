/** Who looks for supporters: what each offers, how good the device is, and how much its owner stands behind it. */
import { Button, Select } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Offer, OfferOrder } from '../../../shared/contract/app/supports.ts';
import { useDeviceName } from '../../app/device-name.ts';
import { useFormats } from '../../app/formats.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { LoadingBlocks } from '../../ui/loading-blocks.tsx';
import { Panel } from '../../ui/panel.tsx';
import table from '../../ui/table.module.css';
import classes from './offers-panel.module.css';
import { useSupportFailure } from './support-failure.ts';
import { shownOrders, useOffers } from './use-offers.ts';

interface OffersPanelProps {
  chosenId: string | null;
  onChoose(offer: Offer): void;
}

const OfferRow = ({ offer, isChosen, onChoose }: { offer: Offer; isChosen: boolean; onChoose(): void }) => {
  const { t } = useTranslation(['support', 'tier']);
  const formats = useFormats();
  const device = useDeviceName()(offer);
  const slashes = { count: offer.recentSlashes, number: formats.number(offer.recentSlashes) };
  const own = offer.ownStaked === null ? t('support:offers.unknown') : formats.coins(offer.ownStaked);
  const isFull = offer.room === 0n || offer.placesLeft === 0;
  return (
    <tr className={table.choosable} data-chosen={isChosen || undefined}>
      <th scope="row">
        <button
          type="button"
          className={table.chooser}
          aria-pressed={isChosen}
          aria-label={t('support:offers.pick', { device })}
          onClick={onChoose}
        >
          {device}
        </button>
        <ul className={classes.facts}>
          <li>{t(`tier:name.${offer.tier}`)}</li>
          <li>{t('support:offers.uptime', { uptime: formats.percent(offer.uptimeBps / 10_000, 1) })}</li>
          <li data-is-loss={offer.recentSlashes > 0 || undefined}>
            {offer.recentSlashes === 0 ? t('support:offers.slashesNone') : t('support:offers.slashes', slashes)}
          </li>
          <li className={classes.narrow}>{t('support:offers.ownShort', { own })}</li>
        </ul>
      </th>
      <td className={table.end}>{formats.percent(offer.shareBps / 10_000, 1)}</td>
      <td className={`${table.end} ${classes.amount}`}>
        {isFull ? t('support:offers.full') : formats.coins(offer.room)}
      </td>
      <td className={`${table.end} ${classes.amount} ${classes.wide}`}>{own}</td>
    </tr>
  );
};

export const OffersPanel = ({ chosenId, onChoose }: OffersPanelProps) => {
  const { t } = useTranslation('support');
  const id = useId();
  const [by, setBy] = useState<OfferOrder>('share');
  const { offers, failure, hasMore, isLoading, loadMore } = useOffers(by);
  const failureText = useSupportFailure();
  return (
    <Panel
      title={t('offers.title')}
      aside={
        <Select
          id={id}
          aria-label={t('offers.sort')}
          allowDeselect={false}
          value={by}
          data={shownOrders.map((value) => ({ value, label: t(`offers.by.${value}`) }))}
          onChange={(chosen) => chosen !== null && setBy(chosen)}
        />
      }
    >
      {offers === null && failure === null && <LoadingBlocks waitsFor={t('offers.asking')} blocks={[36, 37, 38]} />}
      {offers?.length === 0 && <EmptyState sentence={t('offers.empty')} detail={t('offers.emptyDetail')} />}
      {offers !== null && offers.length > 0 && (
        <table className={`${table.table} ${classes.offers}`}>
          <caption>{t('offers.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('offers.device')}</th>
              <th scope="col" className={table.end}>
                {t('offers.share')}
              </th>
              <th scope="col" className={table.end}>
                {t('offers.room')}
              </th>
              <th scope="col" className={`${table.end} ${classes.wide}`}>
                {t('offers.own')}
              </th>
            </tr>
          </thead>
          <tbody>
            {offers.map((offer) => (
              <OfferRow
                key={offer.deviceId}
                offer={offer}
                isChosen={offer.deviceId === chosenId}
                onChoose={() => onChoose(offer)}
              />
            ))}
          </tbody>
        </table>
      )}
      {hasMore && (
        <div className={classes.more}>
          <Button size="sm" loading={isLoading} onClick={() => void loadMore()}>
            {t('offers.more')}
          </Button>
        </div>
      )}
      <FailureNote text={failureText(failure)} />
    </Panel>
  );
};
