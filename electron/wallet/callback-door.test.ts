import { beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../tests/fakes/manual-clock.ts';
import { type CallbackDoor, createCallbackDoor, signingDeadlineMs } from './callback-door.ts';

let clock: ManualClock;
let door: CallbackDoor;
beforeEach(() => {
  clock = createManualClock(0);
  door = createCallbackDoor(clock);
  door.openAt('http://127.0.0.1:7000');
});

const key = 'k'.repeat(43);
const signature = 's'.repeat(86);
const query = (fields: Record<string, string>): URLSearchParams => new URLSearchParams(fields);
const { signal } = new AbortController();

describe('the way back from a signer', () => {
  it('brings one answer to whoever waits for it, once', async () => {
    const { state, callback, answer } = door.expect();
    expect(callback).toBe('http://127.0.0.1:7000/wallet/callback');
    expect(state).toMatch(/^[\w-]{43}$/);
    const answered = answer(signal);
    expect(door.take(query({ state, key, signature }))).toBe('taken');
    expect(door.take(query({ state, key, signature }))).toBe('refused');
    expect(await answered).toEqual({ kind: 'signed', publicKey: key, signature });
  });

  it('tells a no from an answer that is none', async () => {
    const no = door.expect();
    const declined = no.answer(signal);
    door.take(query({ state: no.state, declined: '1' }));
    expect(await declined).toEqual({ kind: 'declined' });
    for (const fields of [{ key }, { key, signature: 'short' }, { key, signature, more: '1' }, {}]) {
      const { state, answer } = door.expect();
      const answered = answer(signal);
      expect(door.take(query({ state, ...(fields as Record<string, string>) }))).toBe('taken');
      expect(await answered).toEqual({ kind: 'unreadable' });
    }
  });

  it('leaves whoever waits alone when a stranger brings something', async () => {
    const { state, answer } = door.expect();
    const answered = answer(signal);
    const other = door.expect();
    const late = other.answer(signal);
    for (const wrong of ['', 'x', state.slice(1), `${state}x`, state.toLowerCase(), 'A'.repeat(43)])
      if (wrong !== state) expect(door.take(query({ state: wrong, key, signature }))).toBe('refused');
    const twice = new URLSearchParams([
      ['state', state],
      ['state', 'x'],
      ['key', key],
      ['signature', signature],
    ]);
    expect(door.take(twice)).toBe('refused');
    expect(door.take(query({ state: other.state, declined: '1' }))).toBe('taken');
    expect(await late).toEqual({ kind: 'declined' });
    expect(door.take(query({ state, key, signature }))).toBe('taken');
    expect((await answered).kind).toBe('signed');
  });

  it('is worth nothing after five minutes', async () => {
    const { state, answer } = door.expect();
    const answered = answer(signal);
    const told = expect(answered).rejects.toMatchObject({ code: 'SIGNING_FAILED', data: { why: 'timed_out' } });
    clock.advance(signingDeadlineMs);
    await told;
    expect(door.take(query({ state, key, signature }))).toBe('refused');
  });

  it('is worth nothing after the owner thought better of it', async () => {
    const cancel = new AbortController();
    const { state, answer } = door.expect();
    const answered = answer(cancel.signal);
    cancel.abort();
    await expect(answered).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(door.take(query({ state, key, signature }))).toBe('refused');
  });

  it('is not there before a server stands open, nor after it closed', () => {
    door.openAt(null);
    expect(() => door.expect()).toThrow(expect.objectContaining({ data: { why: 'no_way_back' } }));
  });
});
