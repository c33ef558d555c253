/** How far a GPU is from its limits: heat, memory, and the time of the last proof. */
import { useTranslation } from 'react-i18next';
import type { Gpu } from '../../../shared/contract/app/machine.ts';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { useTopic } from '../../client/store.ts';
import { HeadroomBar } from '../../ui/headroom-bar.tsx';
import { heatRoomOf } from './gpu-view.ts';
import classes from './headroom.module.css';

/** A proof that needs more than this part of its deadline is worth a look. */
const slowProof = 0.85;

const HeatBar = ({ gpu }: { gpu: Gpu }) => {
  const { t } = useTranslation('devices');
  const formats = useFormats();
  const now = useTopic('readings').gpus[gpu.id]?.now ?? null;
  const { temperatureLimitCelsius: limit } = useTopic('settings');
  const room = heatRoomOf(now, limit);
  if (room === null) return null;
  const degrees = formats.celsius(Math.abs(room.spareCelsius));
  return (
    <HeadroomBar
      label={t('headroom.heat')}
      ratio={room.ratio}
      tone={room.tone}
      figure={room.spareCelsius < 0 ? t('headroom.over', { degrees }) : t('headroom.spare', { degrees })}
      reason={t('headroom.heatWhy', { limit: formats.celsius(limit) })}
    />
  );
};

const MemoryBar = ({ gpu }: { gpu: Gpu }) => {
  const { t } = useTranslation('devices');
  const formats = useFormats();
  const used = useTopic('readings').gpus[gpu.id]?.now.vramUsedBytes ?? null;
  const total = gpu.vramBytes.value;
  if (used === null || total === null) return null;
  return (
    <HeadroomBar
      label={t('headroom.memory')}
      ratio={used / total}
      figure={t('headroom.memoryUsed', { used: formats.bytes(used), total: formats.bytes(total) })}
      reason={t('headroom.memoryWhy')}
    />
  );
};

const ProofBar = () => {
  const { t } = useTranslation('devices');
  const formats = useFormats();
  const now = useNow(10_000);
  const { lastProof, device } = useTopic('status');
  const machine = useTopic('machine');
  // The network asks the device, not one GPU: with several, nobody said which of them answered.
  if (lastProof === null || device?.kind !== 'gpu' || machine?.gpus.length !== 1) return null;
  const ratio = lastProof.proveMs / lastProof.deadlineMs;
  return (
    <HeadroomBar
      label={t('headroom.proof', { time: formats.moment(lastProof.at, now) })}
      ratio={ratio}
      tone={!lastProof.passed ? 'bad' : ratio > slowProof ? 'warn' : 'ok'}
      figure={
        lastProof.passed ? t('headroom.proofShare', { share: formats.percent(ratio) }) : t('headroom.proofFailed')
      }
      reason={t('headroom.proofWhy', {
        took: formats.duration(lastProof.proveMs),
        limit: formats.duration(lastProof.deadlineMs),
        proven: formats.bytes(lastProof.provenBytes),
      })}
    />
  );
};

export const Headroom = ({ gpu }: { gpu: Gpu }) => {
  const { t } = useTranslation('devices');
  return (
    <div className={classes.band}>
      <h3>{t('headroom.title')}</h3>
      <HeatBar gpu={gpu} />
      <MemoryBar gpu={gpu} />
      <ProofBar />
    </div>
  );
};
