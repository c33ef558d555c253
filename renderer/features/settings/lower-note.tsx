/** Why a GPU's power limit is not lowered before work stops; nothing where that works, or was never tried. */
import { useTranslation } from 'react-i18next';
import { lowerRefusals } from '../../../shared/contract/owner-words.ts';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { shortNameOf } from '../devices/gpu-view.ts';
import classes from './setting-row.module.css';

export const LowerNote = () => {
  const { t } = useTranslation('settings');
  const formats = useFormats();
  const { notHeld } = useTopic('owner');
  const machine = useTopic('machine');
  const nameOf = (gpuId: string): string => {
    const gpu = machine?.gpus.find(({ id }) => id === gpuId);
    return formats.verbatim((gpu && shortNameOf(gpu)) ?? gpuId);
  };
  return lowerRefusals.map((refusal) => {
    const gpus = Object.keys(notHeld).filter((id) => notHeld[id] === refusal);
    return (
      gpus.length > 0 && (
        <p key={refusal} className={classes.detail}>
          {t(`lower.${refusal}`, { gpus: formats.list(gpus.map(nameOf)) })}
        </p>
      )
    );
  });
};
