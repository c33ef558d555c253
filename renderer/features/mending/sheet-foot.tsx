/** The two answers under a sheet. Focus starts on the one that does nothing, so that Enter alone never agrees. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import sheet from '../../ui/sheet.module.css';

interface SheetFootProps {
  /** null: there is nothing to agree to. */
  agree: { label: string; isBusy: boolean; act(): void } | null;
  failure: string | null;
  onClose(): void;
}

export const SheetFoot = ({ agree, failure, onClose }: SheetFootProps) => {
  const { t } = useTranslation('common');
  return (
    <div className={sheet.foot}>
      <p className={sheet.failure} role="alert">
        {failure}
      </p>
      <Button size="lg" onClick={onClose} data-autofocus>
        {t(agree === null ? 'sheet.close' : 'sheet.notNow')}
      </Button>
      {agree !== null && (
        <Button size="lg" variant="filled" onClick={agree.act} loading={agree.isBusy}>
          {agree.label}
        </Button>
      )}
    </div>
  );
};
