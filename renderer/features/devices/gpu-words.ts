/** Words about one GPU that several pages use. */
import { useTranslation } from 'react-i18next';
import type { Gpu } from '../../../shared/contract/app/machine.ts';
import { useFormats } from '../../app/formats.ts';
import { useTopic } from '../../client/store.ts';
import type { Mark } from '../../ui/state-mark.tsx';
import { gpuStateOf, shortNameOf } from './gpu-view.ts';

export interface GpuWords {
  /** With its place where another card of this PC bears the same name. */
  name: string;
  mark: Mark;
  /** One line: what it does now, or why it cannot. */
  state: string;
}

export const useGpuWords = (gpu: Gpu): GpuWords => {
  const { t } = useTranslation('devices');
  const formats = useFormats();
  const machine = useTopic('machine');
  const { gpusOff } = useTopic('settings');
  const { activity, device } = useTopic('status');
  const { key, mark } = gpuStateOf(gpu, gpusOff.includes(gpu.id), activity, device?.kind ?? null);
  const state = gpu.unusable === null ? t(`state.${key}`) : t(`unusable.${gpu.unusable}`);
  const name = shortNameOf(gpu) ?? t('unnamed');
  const hasTwin = machine?.gpus.some((other) => other.id !== gpu.id && shortNameOf(other) === shortNameOf(gpu));
  const place = formats.verbatim(gpu.pciAddress.value ?? gpu.id);
  return { name: hasTwin ? t('twin', { name, place }) : name, mark, state };
};
