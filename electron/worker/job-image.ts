/** Brings the image of one job, unless it is here, and says whether it may run. */
import type { Problem } from '../../shared/contract/codes.ts';
import { imageRefusals } from '../docker/admission.ts';
import type { Engine } from '../docker/engine.ts';

export interface ImageOptions {
  engine: Engine;
  image: string;
  mostBytes: number;
  /** 0..1, once for each whole percent. */
  onProgress: (fraction: number) => void;
  /** What was done, for the job's log. */
  note: (text: string) => void;
  signal: AbortSignal;
}

export type ImageVerdict = { kind: 'ready' } | { kind: 'failed' | 'refused'; problem: Problem };

/** @throws IMAGE_NOT_FOUND, IMAGE_PULL_FAILED, IMAGE_REFUSED (`too_large`), CANCELLED, ENGINE_… */
export const bringImage = async ({ engine, image, signal, note, ...rest }: ImageOptions): Promise<ImageVerdict> => {
  let facts = await engine.inspectImage(image, signal);
  if (facts === null) {
    note(`pulling ${image}`);
    let shown = -1;
    await engine.pull(image, {
      mostBytes: rest.mostBytes,
      signal,
      onProgress: ({ fraction }) => {
        const percent = Math.floor(fraction * 100);
        if (percent === shown) return;
        shown = percent;
        rest.onProgress(fraction);
      },
    });
    note('image complete');
    facts = await engine.inspectImage(image, signal);
  }
  if (facts === null) return { kind: 'failed', problem: { code: 'IMAGE_NOT_FOUND', data: { image } } };
  const reason = imageRefusals(facts)[0];
  return reason === undefined
    ? { kind: 'ready' }
    : { kind: 'refused', problem: { code: 'IMAGE_REFUSED', data: { image, reason } } };
};
