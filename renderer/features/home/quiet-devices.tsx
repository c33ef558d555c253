/** The GPUs in one line each, while there are graver things to look at. */
import { useTranslation } from 'react-i18next';
import type { Gpu } from '../../../shared/contract/app/machine.ts';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { useGpuWords } from '../devices/gpu-words.ts';
import layout from './home.module.css';
import classes from './quiet-devices.module.css';

const QuietGpu = ({ gpu }: { gpu: Gpu }) => {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const { name, mark, state } = useGpuWords(gpu);
  const now = useTopic('readings').gpus[gpu.id]?.now;
  const figures = [
    now?.temperatureCelsius == null ? null : formats.celsius(now.temperatureCelsius),
    now?.powerWatts == null ? null : formats.watts(now.powerWatts),
  ].filter((figure) => figure !== null);
  return (
    <section className={classes.gpu} aria-label={name}>
      <StateMark mark={mark} />
      <strong>{name}</strong>
      <span className={classes.state}>{state}</span>
      <span className={classes.figures}>{figures.length > 0 ? figures.join(' · ') : t('card.noSensors')}</span>
    </section>
  );
};

export const QuietDevices = () => {
  const machine = useTopic('machine');
  return (
    <div className={layout.two}>
      {machine?.gpus.map((gpu) => (
        <QuietGpu key={gpu.id} gpu={gpu} />
      ))}
    </div>
  );
};
