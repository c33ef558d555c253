/** How far a GPU is from its limits: heat, memory, and its part of the last proof. */
import { useTranslation } from 'react-i18next';
import type { Gpu } from '../../../shared/contract/app/machine.ts';
import { useFactWords } from '../../app/fact-words.ts';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { useTopic } from '../../client/store.ts';
import { HeadroomBar } from '../../ui/headroom-bar.tsx';
import { useMemoryText } from '../checks/memory-text.ts';
import { heatRoomOf } from './gpu-view.ts';
import classes from './headroom.module.css';
import { proofPartOf } from './proof-part.ts';

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

const costKeys = { excused: 'headroom.proofExcused', notHeld: 'headroom.proofNotHeld', held: null } as const;

const ProofBar = ({ gpu }: { gpu: Gpu }) => {
  const { t } = useTranslation('devices');
  const formats = useFormats();
  const memory = useMemoryText();
  const { reason: wordsOf } = useFactWords();
  const now = useNow(10_000);
  const { lastProof } = useTopic('status');
  const part = lastProof && proofPartOf(lastProof, gpu.id);
  if (!lastProof || !part) return null;
  const { verdict, detail, provenBytes, askedBytes, shareOfLimit, cost, isOtherFailure, tone } = part;
  const isPassed = verdict === 'passed';
  const total = gpu.vramBytes.value ?? askedBytes;
  const proven = t('headroom.proofWhy', { proven: memory.part(provenBytes, total), total: memory.whole(total) });
  const failed = t('headroom.proofNone', {
    asked: memory.whole(askedBytes),
    verdict: wordsOf('verdict', detail ?? verdict),
  });
  const costKey = isPassed ? null : costKeys[cost];
  const reasons = [
    isOtherFailure ? t('headroom.proofOther') : null,
    isPassed ? (isOtherFailure ? null : proven) : failed,
    costKey && t(costKey),
  ].filter((reason) => reason !== null);
  return (
    <HeadroomBar
      label={t('headroom.proof', { time: formats.moment(lastProof.at, now) })}
      ratio={shareOfLimit}
      tone={tone}
      figure={isPassed ? t('headroom.proofShare', { share: formats.percent(shareOfLimit) }) : t('headroom.proofFailed')}
      reason={reasons.join(' ')}
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
      <ProofBar gpu={gpu} />
    </div>
  );
};
