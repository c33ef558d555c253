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

/** @param fleetOf the clocked pace of the claimed model; null: the catalogue's is all that the network has */
const claimsAgainst = (way: string, fleetOf: (model: GpuModel) => Pace | null): Outcome => {
  const reasons: string[] = [];
  let gain = { times: 1, pair: '' };
  for (const { model: claimed } of listedTasks()) {
    const task = cardTask({ model: claimed, vramBytes: memoryOf(claimed), offeredBytes: null }, fleetOf(claimed));
    for (const own of gpuModels) {
      const times = weightOf(claimed) / weightOf(own);
      if (task === null || own.bandwidthGBPerS === null || !(times > 1) || !Number.isFinite(times)) continue;
      if (memoryOf(own) < task.difficulty.coverBytes) {
        reasons.push('wrong_coverage');
        continue;
      }
      const passes = isInTime(own, task);
      reasons.push(passes ? 'passed' : 'CHALLENGE_LATE');
      if (passes && times > gain.times) gain = { times, pair: `${own.id} as ${claimed.id}` };
    }
  }
  const facts = { mostGain: gain.times, by: gain.pair };
  return outcomeOf({ way, evidence: 'projected', mustFailFor: null, facts }, reasons);
};

/** Told, not promised: a card that is only a little weaker cannot be told from one in a warm room. */
export const betterNames = (): Outcome[] => [
  claimsAgainst('a real card under a better one’s name, by the catalogue', () => null),
  claimsAgainst('the same, once the better one has a fleet', realPace),
];
