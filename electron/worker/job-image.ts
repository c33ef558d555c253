/** Says whether the image of one job may run, and brings it unless it is here: judged first, pulled after. */
import { isPerigeeError, type Problem } from '../../shared/contract/codes.ts';
import { imageRefusals } from '../docker/admission/image-rules.ts';
import type { Engine } from '../docker/engine.ts';
import type { ImageFacts } from '../docker/image-facts.ts';
import type { ImagePlan } from '../docker/registry/registry.ts';
import type { ImageShelf } from './image-shelf.ts';

export interface ImageLook {
  /** What the engine has of it; null when it is not here. */
  facts: ImageFacts | null;
  /** What its registry says of it; null when it is here, or could not be read. */
  plan: ImagePlan | null;
  /** Why it may not run; null when it may. */
  reason: string | null;
}

type ImageSource = Pick<Engine, 'inspectImage' | 'planImage'>;

const judgeFacts = (facts: ImageFacts, mostBytes: number): string | null =>
  // What is packed small may unpack large, and an image that was here before was never planned.
  facts.sizeBytes > mostBytes ? 'too_large' : (imageRefusals(facts)[0] ?? null);

const judgePlan = (plan: ImagePlan, mostBytes: number): string | null =>
  plan.packedBytes > mostBytes ? 'too_large' : (imageRefusals(plan.config)[0] ?? null);

/** @throws IMAGE_NOT_FOUND, IMAGE_PULL_FAILED, IMAGE_REFUSED, CANCELLED, ENGINE_… */
const readImage = async (options: {
  engine: ImageSource;
  image: string;
  mostBytes: number;
  signal: AbortSignal;
}): Promise<ImageLook> => {
  const { engine, image, mostBytes, signal } = options;
  const facts = await engine.inspectImage(image, signal);
  if (facts !== null) return { facts, plan: null, reason: judgeFacts(facts, mostBytes) };
  const plan = await engine.planImage(image, signal);
  return { facts, plan, reason: judgePlan(plan, mostBytes) };
};

/** What a registry answered, as a reason: `not_found`, `unreachable`, … @returns null for what it is not about */
export const imageReasonOf = (error: unknown): string | null => {
  if (!isPerigeeError(error)) return null;
  const { problem } = error;
  if (problem.code === 'IMAGE_REFUSED') return problem.data.reason;
  if (problem.code === 'IMAGE_NOT_FOUND') return 'not_found';
  return problem.code === 'IMAGE_PULL_FAILED' ? 'unreachable' : null;
};

/** As `readImage`, with what its registry answered as a reason: `not_found`, `unreachable`. @throws CANCELLED, ENGINE_… */
export const lookAtImage = async (options: Parameters<typeof readImage>[0]): Promise<ImageLook> => {
  try {
    return await readImage(options);
  } catch (error) {
    const reason = imageReasonOf(error);
    if (reason === null) throw error;
    return { facts: null, plan: null, reason };
  }
};

const isDiskFull = (error: unknown): boolean =>
  isPerigeeError(error) &&
  error.problem.code === 'IMAGE_PULL_FAILED' &&
  error.problem.data.detail.includes('no space left on device');

export interface ImageOptions {
  engine: Engine;
  shelf: ImageShelf;
  image: string;
  mostBytes: number;
  /** 0..1, once for each whole percent. */
  onProgress: (fraction: number) => void;
  /** What was done, for the job's log. */
  note: (text: string) => void;
  signal: AbortSignal;
}

export type ImageVerdict = { kind: 'ready' } | { kind: 'failed' | 'refused'; problem: Problem };

/** @throws IMAGE_NOT_FOUND, IMAGE_PULL_FAILED, IMAGE_REFUSED, CANCELLED, ENGINE_… */
export const bringImage = async (options: ImageOptions): Promise<ImageVerdict> => {
  const { engine, shelf, image, mostBytes, signal, note } = options;
  const refused = (reason: string): ImageVerdict => ({
    kind: 'refused',
    problem: { code: 'IMAGE_REFUSED', data: { image, reason } },
  });
  const { facts, plan, reason } = await readImage({ engine, image, mostBytes, signal });
  if (reason !== null) return refused(reason);
  if (facts !== null) {
    shelf.use(image, facts.sizeBytes);
    return { kind: 'ready' };
  }
  await shelf.expect(image, plan?.packedBytes ?? 0, signal);
  note(`pulling ${image} (${plan?.packedBytes} bytes in ${plan?.layers} layers)`);
  let shown = -1;
  const pull = (): Promise<void> =>
    engine.pull(image, {
      mostBytes,
      signal,
      onProgress: ({ fraction }) => {
        const percent = Math.floor(fraction * 100);
        if (percent === shown) return;
        shown = percent;
        options.onProgress(fraction);
      },
    });
  await pull().catch(async (error: unknown) => {
    const gone = isDiskFull(error) ? await shelf.clear(image, signal) : 0;
    if (gone === 0) throw error;
    note(`the engine’s disk was full; gave up ${gone} other images that were fetched for jobs`);
    await pull();
  });
  note('image complete');
  const pulled = await engine.inspectImage(image, signal);
  if (pulled === null) return { kind: 'failed', problem: { code: 'IMAGE_NOT_FOUND', data: { image } } };
  shelf.use(image, pulled.sizeBytes);
  const after = judgeFacts(pulled, mostBytes);
  return after === null ? { kind: 'ready' } : refused(after);
};
