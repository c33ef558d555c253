import { describe, expect, it } from 'vitest';
import { parameterChangeMessage } from '../signing/messages.ts';
import { offenceBps } from '../slashing/offences.ts';
import { noticeEnds, type ParameterChange, parametersAt, pauseEnds, refusalOfChange } from './change.ts';
import { localnetParameters, mainnetParameters } from './record.ts';

const { hourMs } = mainnetParameters;
const now = 500_000 * hourMs + 60_000;
const hour = (hours: number): number => (500_000 + hours) * hourMs;

const change = (more: Partial<ParameterChange> = {}): ParameterChange => ({
  id: 'c1',
  key: 'cooldownHours',
  value: 400,
  class: 'user_affecting',
  announcedAt: now,
  effectiveAt: hour(721),
  expiresAt: null,
  issue: 'i1',
  vote: 'p1',
  ...more,
});
const emergency = (more: Partial<ParameterChange> = {}): ParameterChange =>
  change({
    key: 'pausedActions',
    value: ['payout'],
    class: 'emergency',
    effectiveAt: hour(0),
    expiresAt: hour(72),
    vote: null,
    ...more,
  });
const technical = (more: Partial<ParameterChange> = {}): ParameterChange =>
  change({ key: 'shadowEvery', value: 8, class: 'technical', effectiveAt: hour(1), ...more });
const refusal = (asked: ParameterChange) => refusalOfChange(asked, now, mainnetParameters);

describe('a change that concerns users', () => {
  it('is announced 720 network hours ahead', () => {
    expect(refusal(change())).toBeNull();
    expect(refusal(change({ effectiveAt: hour(720) }))).toBe('NOTICE_TOO_SHORT');
    expect(noticeEnds(now, mainnetParameters)).toBe(hour(721));
    expect(noticeEnds(hour(0), mainnetParameters)).toBe(hour(720));
  });

  it('gains nothing by an announcement dated back, and may not be dated ahead', () => {
    expect(refusal(change({ announcedAt: now - hourMs, effectiveAt: hour(720) }))).toBe('NOTICE_TOO_SHORT');
    expect(refusal(change({ announcedAt: now - hourMs }))).toBeNull();
    expect(refusal(change({ announcedAt: now - hourMs - 1 }))).toBe('BACKDATED');
    expect(refusal(change({ announcedAt: now + 1 }))).toBe('ANNOUNCED_LATER');
    expect(refusal(change({ announcedAt: Number.NaN }))).toBe('ANNOUNCED_LATER');
  });

  it('cannot pass for a technical one, nor for an emergency', () => {
    expect(refusal(change({ class: 'technical' }))).toBe('CLASS_NOT_ALLOWED');
    expect(refusal(emergency({ key: 'cooldownHours', value: 400 }))).toBe('CLASS_NOT_ALLOWED');
  });

  it('begins with an hour and does not end', () => {
    expect(refusal(change({ effectiveAt: hour(721) + 1 }))).toBe('NOT_HOUR_ALIGNED');
    expect(refusal(change({ expiresAt: hour(800) }))).toBe('EXPIRY_NOT_ALLOWED');
  });

  it('names an issue, a key that may change, and a value within its bounds', () => {
    expect(refusal(change({ issue: '' }))).toBe('ISSUE_MISSING');
    expect(refusal(change({ key: 'emissionCap', value: '1' }))).toBe('UNKNOWN_KEY');
    expect(refusal(change({ value: 100 }))).toBe('VALUE_NOT_ALLOWED');
  });

  it('counts its notice in the hours of the network, however short', () => {
    const local = localnetParameters({ hourMs: 60_000 });
    const quick = change({ announcedAt: 60_000, effectiveAt: 721 * 60_000 });
    expect(refusalOfChange(quick, 60_000, local)).toBeNull();
    expect(refusalOfChange({ ...quick, effectiveAt: 720 * 60_000 }, 60_000, local)).toBe('NOTICE_TOO_SHORT');
  });
});

describe('a technical change', () => {
  it('needs no notice, but never reaches into an hour that has ended', () => {
    expect(refusal(technical())).toBeNull();
    expect(refusal(technical({ effectiveAt: hour(0) }))).toBeNull();
    expect(refusal(technical({ effectiveAt: hour(-1) }))).toBe('BACKDATED');
    const onTheHour = technical({ announcedAt: hour(0), effectiveAt: hour(-1) });
    expect(refusalOfChange(onTheHour, hour(0), mainnetParameters)).toBe('BACKDATED');
  });

  it('may be announced as one that concerns users', () => {
    expect(refusal(technical({ class: 'user_affecting', effectiveAt: hour(721) }))).toBeNull();
  });
});

describe('an emergency', () => {
  it('pauses for 72 hours at most, at once, and always ends', () => {
    expect(refusal(emergency())).toBeNull();
    expect(refusal(emergency({ expiresAt: hour(73) }))).toBe('EXPIRY_NOT_ALLOWED');
    expect(refusal(emergency({ expiresAt: hour(0) }))).toBe('EXPIRY_NOT_ALLOWED');
    expect(refusal(emergency({ expiresAt: null }))).toBe('EXPIRY_NOT_ALLOWED');
    expect(refusal(emergency({ expiresAt: hour(71) + 1 }))).toBe('NOT_HOUR_ALIGNED');
    expect(refusal(emergency({ effectiveAt: hour(2) }))).toBe('NOT_AT_ONCE');
  });

  it('ends what it stopped when the last one of several does, and says so at any moment', () => {
    const stops = [
      emergency(),
      emergency({ id: 'c2', value: ['payout', 'stake'], effectiveAt: hour(10), expiresAt: hour(80) }),
      change({ id: 'c3', effectiveAt: hour(0) }),
    ];
    const ends = (action: 'payout' | 'stake' | 'unstake', at: number) => pauseEnds(stops, action, at);
    expect([ends('payout', hour(0) - 1), ends('payout', now), ends('payout', hour(10))]).toEqual([
      null,
      hour(72),
      hour(80),
    ]);
    expect([ends('stake', hour(10) - 1), ends('stake', hour(79)), ends('stake', hour(80))]).toEqual([
      null,
      hour(80),
      null,
    ]);
    expect(ends('unstake', hour(11))).toBeNull();
  });

  it('pauses for nobody who announces it as anything else', () => {
    expect(refusal(emergency({ class: 'user_affecting', effectiveAt: hour(721), expiresAt: null }))).toBe(
      'CLASS_NOT_ALLOWED',
    );
  });
});

describe('the record of an hour', () => {
  const changes = [
    change({ id: 'a', value: 400, effectiveAt: hour(721) }),
    change({ id: 'b', value: 500, effectiveAt: hour(800) }),
    emergency({ id: 'c' }),
  ];
  const at = (hours: number) => parametersAt(mainnetParameters, changes, hour(hours));

  it('is the base until something begins, then one version per step, an ending one too', () => {
    expect(at(-1)).toEqual(mainnetParameters);
    expect([at(0).version, at(0).pausedActions]).toEqual([2, ['payout']]);
    expect([at(71).version, at(72).version, at(72).pausedActions]).toEqual([2, 3, []]);
    expect([at(720).cooldownHours, at(721).cooldownHours, at(800).cooldownHours]).toEqual([336, 400, 500]);
    expect([at(721).version, at(800).version]).toEqual([4, 5]);
  });

  it('gives the last word to the later announced of two that begin together, then to the greater id', () => {
    const two = [
      change({ id: 'x', value: 500, announcedAt: now - 1 }),
      change({ id: 'y', value: 450, announcedAt: now - 2 }),
    ];
    expect(parametersAt(mainnetParameters, two, hour(721)).cooldownHours).toBe(500);
    const same = [change({ id: 'y', value: 450 }), change({ id: 'x', value: 500 })];
    expect(parametersAt(mainnetParameters, same, hour(721)).cooldownHours).toBe(450);
  });

  it('judges an offence by the hour in which it happened', () => {
    const harder = change({ key: 'slashRates', value: { offence: 'O3', bps: 900, repeatBps: 900 } });
    const never = { ever: 0, inLast720Hours: 0 };
    const rateAt = (moment: number) => offenceBps('O3', never, parametersAt(mainnetParameters, [harder], moment));
    expect([rateAt(hour(721) - 1), rateAt(hour(721)), rateAt(hour(721) + 1)]).toEqual([100, 900, 900]);
  });

  it('stops at a change that no list would have taken', () => {
    expect(() => parametersAt(mainnetParameters, [change({ key: 'emissionCap' })], hour(721))).toThrow(RangeError);
  });
});

it('is signed with every field', () => {
  expect(parameterChangeMessage(change({ announcedAt: 1, effectiveAt: 2 }))).toBe(
    'perigee-parameter-change-1\n{"announcedAt":1,"class":"user_affecting","effectiveAt":2,"expiresAt":null,' +
      '"id":"c1","issue":"i1","key":"cooldownHours","value":400,"vote":"p1"}',
  );
});
