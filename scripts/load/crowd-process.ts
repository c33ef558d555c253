/** A crowd in a process of its own, told what to do by the one that started it: one call at a time, one answer each. */
import { deviceIdOf } from '../../shared/domain/signing/device-id.ts';
import { type Crowd, createCrowd } from './crowd.ts';

/** A call of the crowd, as it is sent. */
export interface CrowdCall {
  readonly verb: keyof Crowd;
  readonly words: readonly unknown[];
}

export type CrowdAnswer = { readonly kind: 'done'; readonly value: unknown } | { readonly kind: 'failed'; why: string };

const crowd = createCrowd(deviceIdOf);

const say = (answer: CrowdAnswer): void => void process.send?.(answer);

process.on('message', ({ verb, words }: CrowdCall) => {
  const act = crowd[verb] as (...given: readonly unknown[]) => unknown;
  Promise.resolve()
    .then(() => act(...words))
    .then(
      (value) => say({ kind: 'done', value }),
      (error: unknown) =>
        say({ kind: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
});
process.on('disconnect', () => process.exit());
