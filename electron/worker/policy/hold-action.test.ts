import { describe, expect, it } from 'vitest';
import type { StandAside } from '../../../shared/contract/app/owner.ts';
import { ownerReturnClasses } from '../../../shared/contract/network/session.ts';
import type { StandAsideCause } from '../../../shared/contract/owner-words.ts';
import { type HeldJob, type HoldAction, holdActionOf, longestFinishMs } from './hold-action.ts';

const uuids: Record<string, string | null> = { a: 'GPU-a', b: 'GPU-b', bare: null };
const uuidOf = (id: string): string | null => uuids[id] ?? null;

const by = (cause: StandAsideCause, gpuIds: string[] | null = null, since = 0): StandAside => ({
  ...{ cause, program: null, gpuIds, since, until: null },
});
const job = (whenOwnerReturns: HeldJob['whenOwnerReturns'], ...gpus: string[]): HeldJob => ({ whenOwnerReturns, gpus });
const actionOf = (held: HeldJob, standAside: StandAside[], now = 1): HoldAction =>
  holdActionOf(held, standAside, uuidOf, now);

describe('what the owner asks of a job', () => {
  it('is nothing while nothing stops work', () => {
    for (const each of ownerReturnClasses) expect(actionOf(job(each, 'GPU-a'), [])).toBe('go_on');
  });

  it.each([
    ['freeze', 'freeze', 'stop'],
    ['finish', 'freeze', 'stop'],
    ['stop', 'stop', 'stop'],
  ] as const)('is, for the class %s under a game, to %s without a GPU and to %s with one', (name, without, withOne) => {
    expect(actionOf(job(name), [by('game')])).toBe(without);
    expect(actionOf(job(name, 'GPU-a'), [by('game')])).toBe(withOne);
  });

  it('lets a job on another GPU go on', () => {
    expect(actionOf(job('stop', 'GPU-a'), [by('game', ['b'])])).toBe('go_on');
    expect(actionOf(job('stop', 'GPU-a', 'GPU-b'), [by('game', ['b'])])).toBe('stop');
    expect(actionOf(job('freeze', 'GPU-a'), [by('game', ['b']), by('gpu_in_use', ['a'])])).toBe('stop');
  });

  it('touches a job without a GPU by a game on any', () => {
    expect(actionOf(job('freeze'), [by('game', ['b'])])).toBe('freeze');
  });

  it('takes a GPU without a UUID, and one that is not known, for the one of any job', () => {
    expect(actionOf(job('freeze', 'GPU-a'), [by('game', ['bare'])])).toBe('stop');
    expect(actionOf(job('freeze', 'GPU-a'), [by('game', ['gone'])])).toBe('stop');
  });

  it('lets a job that may finish do so for half an hour, where nobody waits for the PC', () => {
    for (const cause of ['calendar', 'unprofitable'] as const) {
      expect(actionOf(job('finish', 'GPU-a'), [by(cause)], longestFinishMs - 1)).toBe('go_on');
      expect(actionOf(job('finish', 'GPU-a'), [by(cause)], longestFinishMs)).toBe('stop');
      expect(actionOf(job('finish'), [by(cause)], longestFinishMs)).toBe('freeze');
      expect(actionOf(job('freeze'), [by(cause)])).toBe('freeze');
      expect(actionOf(job('stop'), [by(cause)])).toBe('stop');
    }
    expect(longestFinishMs).toBe(30 * 60_000);
  });

  it.each(['seat', 'game', 'full_screen', 'program', 'gpu_in_use', 'input', 'battery', 'metered', 'power'] as const)(
    'lets no job finish under %s, nor beside it',
    (cause) => {
      expect(actionOf(job('finish'), [by(cause)])).toBe('freeze');
      expect(actionOf(job('finish'), [by('calendar'), by(cause)])).toBe('freeze');
    },
  );

  it('lets a job finish beside a game on another GPU', () => {
    expect(actionOf(job('finish', 'GPU-a'), [by('game', ['b']), by('calendar')])).toBe('go_on');
  });

  it('counts the half hour from the first of two causes', () => {
    const both = [by('unprofitable', null, 0), by('calendar', null, 20 * 60_000)];
    expect(actionOf(job('finish'), both, longestFinishMs)).toBe('freeze');
  });
});
