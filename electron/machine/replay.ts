/**
 * Reads what tools printed on another machine, in place of asking them on this one. Runs nothing and looks at nothing
 * here: what no recording says is unknown.
 */
import { type Display, type Gpu, toolSources } from '../../shared/contract/app/machine.ts';
import { isPerigeeError, type Problem } from '../../shared/contract/codes.ts';
import { parseDockerInfo } from './docker-info/parse-docker-info.ts';
import { mergeGpus } from './merge/merge.ts';
import type { Engine } from './sighting.ts';
import { type Answer, answerOf, failedVendors, sources } from './sources.ts';

export const recordingNames = [...toolSources, 'docker-info'] as const;
export type RecordingName = (typeof recordingNames)[number];

export interface Recording {
  readonly name: RecordingName;
  readonly text: string;
}

export interface Replayed {
  readonly gpus: readonly Gpu[];
  readonly displays: readonly Display[];
  /** null: no recording of it, or one that is no answer of an engine; that is then among the failures. */
  readonly engine: Engine | null;
  readonly failures: readonly { readonly name: RecordingName; readonly problem: Problem }[];
}

/** A recording cut short says nothing of the card; one that reports the driver's failure does. */
const isOfDriver = ({ problem }: Answer): boolean =>
  problem?.code === 'GPU_TOOL_FAILED' &&
  ['driver_mismatch', 'driver_not_loaded', 'library_missing', 'gpu_lost'].includes(problem.data.reason);

const readEngine = (text: string): { engine: Engine | null; problem: Problem | null } => {
  try {
    return { engine: parseDockerInfo(text), problem: null };
  } catch (error) {
    if (!isPerigeeError(error)) throw error;
    return { engine: null, problem: error.problem };
  }
};

export const replay = (recordings: readonly Recording[]): Replayed => {
  const answers = recordings.flatMap(({ name, text }) => {
    const source = sources.find((candidate) => candidate.name === name);
    return source ? [answerOf(source, () => source.parse(text))] : [];
  });
  const engines = recordings.filter(({ name }) => name === 'docker-info').map(({ text }) => readEngine(text));
  const silent = failedVendors(answers);
  const broken = failedVendors(answers.filter(isOfDriver));
  const merged = mergeGpus({
    seen: answers.flatMap(({ seen }) => (seen === null ? [] : [seen])),
    adapters: null,
    failedVendors: broken.filter((vendor) => silent.includes(vendor)),
    lostAddresses: [],
  });
  return {
    ...merged,
    engine: engines.findLast(({ engine }) => engine !== null)?.engine ?? null,
    failures: [
      ...answers.flatMap(({ source, problem }) => (problem === null ? [] : [{ name: source.name, problem }])),
      ...engines.flatMap(({ problem }) => (problem === null ? [] : [{ name: 'docker-info' as const, problem }])),
    ],
  };
};
