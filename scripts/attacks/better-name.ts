/**
 * A real card under the name of one that earns more: which of the catalogue would keep that one's deadlines. Projected
 * from data sheets and from what an H200 made of its own (docs/real-card.md).
 */
import { type GpuModel, gpuModels } from '../../shared/domain/hardware/catalogue.ts';
import { classOfGpu } from '../../shared/domain/hardware/device-class.ts';
import { provenBytes, specFor } from '../../shared/domain/proof/difficulty.ts';
import { itemBytes } from '../../shared/domain/proof/item.ts';
import { cardTask, type Pace, type ProofTask, paceOfModel } from '../../shared/domain/proof/pace.ts';
import { type Outcome, outcomeOf } from './attack.ts';
import { listedTasks } from './listed-tasks.ts';

/** Of what `paceOfModel` expects, which is half of the data sheet: 0.83 of the bandwidth, 1.03 of the integer rate. */
const seen = { walk: 0.83 / 0.5, fill: 1.03 / 0.5 };

const realPace = (model: GpuModel): Pace => {
  const { walkBytesPerMs, fillBlocksPerMs } = paceOfModel(model);
  return { walkBytesPerMs: walkBytesPerMs * seen.walk, fillBlocksPerMs: fillBlocksPerMs * seen.fill, source: 'fleet' };
};

const weightOf = ({ name, vramBytes, kind }: GpuModel): number => classOfGpu({ name, vramBytes, kind }).weightMilli;

const memoryOf = ({ vramBytes, vramVariants }: GpuModel): number => vramBytes ?? Math.max(0, ...vramVariants);

const isInTime = (model: GpuModel, { difficulty, fillDeadlineMs, walkDeadlineMs }: ProofTask): boolean => {
  const spec = specFor({ ...difficulty, seed: '00'.repeat(32) });
  const pace = realPace(model);
  const blocks = (provenBytes(spec) / itemBytes) * 2 * spec.rounds;
  const readBytes = spec.lanes * spec.steps * itemBytes;
  return blocks / pace.fillBlocksPerMs <= fillDeadlineMs && readBytes / pace.walkBytesPerMs <= walkDeadlineMs;
};

/** One card under one name that earns more. */
export interface BetterNameClaim {
  readonly own: GpuModel;
  readonly claimed: GpuModel;
  /** Weight of the claimed class over the card's own, above 1. */
  readonly times: number;
  readonly reason: 'passed' | 'CHALLENGE_LATE' | 'wrong_coverage';
}

/** @param besideFleet the claimed model's own pace was clocked; otherwise the catalogue's is all that the network has */
export const betterNameClaims = (besideFleet: boolean): BetterNameClaim[] =>
  listedTasks().flatMap(({ model: claimed }) => {
    const fleet = besideFleet ? realPace(claimed) : null;
    const task = cardTask({ model: claimed, vramBytes: memoryOf(claimed), offeredBytes: null }, fleet);
    return gpuModels.flatMap((own): BetterNameClaim[] => {
      const times = weightOf(claimed) / weightOf(own);
      if (task === null || own.bandwidthGBPerS === null || !(times > 1) || !Number.isFinite(times)) return [];
      if (memoryOf(own) < task.difficulty.coverBytes) return [{ own, claimed, times, reason: 'wrong_coverage' }];
      return [{ own, claimed, times, reason: isInTime(own, task) ? 'passed' : 'CHALLENGE_LATE' }];
    });
  });

const outcomeOfClaims = (way: string, besideFleet: boolean): Outcome => {
  const claims = betterNameClaims(besideFleet);
  const gain = claims
    .filter(({ reason }) => reason === 'passed')
    .reduce(
      (most, { own, claimed, times }) => (times > most.times ? { times, pair: `${own.id} as ${claimed.id}` } : most),
      { times: 1, pair: '' },
    );
  const facts = { mostGain: gain.times, by: gain.pair };
  return outcomeOf(
    { way, evidence: 'projected', mustFailFor: null, facts },
    claims.map(({ reason }) => reason),
  );
};

/** Told, not promised: a card that is only a little weaker cannot be told from one in a warm room. */
export const betterNames = (): Outcome[] => [
  outcomeOfClaims('a real card under a better one’s name, by the catalogue', false),
  outcomeOfClaims('the same, once the better one has a fleet', true),
];
