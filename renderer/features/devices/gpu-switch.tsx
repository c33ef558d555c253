/** Whether a GPU works for Perigee. Off means the owner keeps it. */
import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAction } from '../../client/action.ts';
import { useTopic } from '../../client/store.ts';

interface GpuSwitchProps {
  gpuId: string;
  name: string;
}

export const GpuSwitch = ({ gpuId, name }: GpuSwitchProps) => {
  const { t } = useTranslation('devices');
  const { gpusOff } = useTopic('settings');
  const { run, isBusy } = useAction((core, signal, gpus: string[]) =>
    core.settings.update({ gpusOff: gpus }, { signal }),
  );
  const isOn = !gpusOff.includes(gpuId);
  return (
    <Switch
      aria-label={t('switch', { name })}
      checked={isOn}
      disabled={isBusy}
      onChange={() => void run(isOn ? [...gpusOff, gpuId] : gpusOff.filter((id) => id !== gpuId))}
    />
  );
};
