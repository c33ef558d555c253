/** The GPUs of this PC, or its processor, each with what it does and bears now. */
import { useTopic } from '../../client/store.ts';
import { CpuCard } from './cpu-card.tsx';
import { GpuCard } from './gpu-card.tsx';
import classes from './home.module.css';

export const DeviceCards = () => {
  const machine = useTopic('machine');
  const { device } = useTopic('status');
  if (machine === null) return null;
  const hasCpuDevice = device?.kind === 'cpu' || machine.gpus.length === 0;
  return (
    <div className={classes.cards}>
      {machine.gpus.map((gpu) => (
        <GpuCard key={gpu.id} gpu={gpu} />
      ))}
      {hasCpuDevice && <CpuCard />}
    </div>
  );
};
