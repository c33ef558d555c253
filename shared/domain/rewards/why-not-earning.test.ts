import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { localnetParameters, mainnetParameters } from '../parameters/record.ts';
import { gates, type HourFacts } from './eligibility.ts';
import { type HourOutlook, outlookOf } from './hour-outlook.ts';
import { type NowFacts, type WhyNotEarning, whyNotEarning } from './why-not-earning.ts';

const facts: HourFacts = {
  ...{ count: 1, connectivityTier: 2, tier: 'bronze', verifiedHours: 200, continuousUptimeMinutes: 600, minutes: 20 },
  ...{ proofsPassed: 1, proofsAsked: 1, isExempt: false },
  ...{ staked: inBaseUnits(10n), ownerStaked: inBaseUnits(10n), required: inBaseUnits(10n) },
};
const running = { minutesLeft: 40, isPart: false, isWhole: true };
const seen = (change: Partial<HourFacts> = {}, hour = running, weight = 1_000, parameters = mainnetParameters) =>
  outlookOf({ ...facts, ...change }, hour, weight, parameters);

describe('the outlook of the running hour', () => {
  it('is open for a device that goes on as it should', () => {
    expect(seen()).toEqual({
      closedBy: null,
      minutes: 60,
      continuousUptimeMinutes: 640,
      proofsPassed: 4,
      proofsFailed: 0,
    });
  });

  it.each<[string, HourOutlook]>([
    ['class', seen({}, running, 0)],
    ['minutes', seen({}, { ...running, minutesLeft: 24 })],
    ['proofs', seen({ proofsAsked: 3 })],
    ['stake', seen({ staked: inBaseUnits(9n), ownerStaked: inBaseUnits(9n) })],
    ['stake', seen({ ownerStaked: inBaseUnits(4n) })],
    ['tier', seen({ tier: 'unranked' })],
    ['tier', seen({ connectivityTier: 0 })],
    ['verified_hours', seen({ verifiedHours: 11 })],
    ['uptime', seen({ continuousUptimeMinutes: 259 })],
    ['part_hour', seen({}, { ...running, isPart: true })],
    ['joined_this_hour', seen({}, { ...running, isWhole: false })],
  ])('is closed by %s, and nothing else is in the way', (gate, outlook) => expect(outlook.closedBy).toBe(gate));

  it.each<[string, HourOutlook]>([
    ['minutes that can still come', seen({}, { ...running, minutesLeft: 25 })],
    ['proofs of which one may fail', seen({ proofsAsked: 2 })],
    ['proofs before the first was asked', seen({ proofsAsked: 0, proofsPassed: 0 })],
    ['proofs that a hired device is not asked for', seen({ proofsAsked: 0, proofsPassed: 0, isExempt: true })],
    ['half of the stake the owner’s own', seen({ ownerStaked: inBaseUnits(5n) })],
    ['an uptime that is there by the end', seen({ continuousUptimeMinutes: 260 })],
    [
      'hours and uptime of a new device on Localnet',
      seen({ verifiedHours: 0, continuousUptimeMinutes: 0 }, running, 1, localnetParameters({ hourMs: 3_600_000 })),
    ],
  ])('is open with %s', (_, outlook) => expect(outlook.closedBy).toBeNull());
});

const hour = (
  closedBy: HourOutlook['closedBy'],
  change: Partial<NonNullable<NowFacts['hour']>> = {},
): NowFacts['hour'] => ({
  outlook: { closedBy, minutes: 40, continuousUptimeMinutes: 120, proofsPassed: 2, proofsFailed: 2 },
  ...{ endsAt: 9, class: 'gtx-680', minutesNeeded: 45, proofsNeeded: 3, verifiedHours: 4, verifiedHoursNeeded: 12 },
  ...{ uptimeMinutesNeeded: 300, staked: 150n, ownStaked: 150n, required: 201n, missing: [], isHeldBack: false },
  ...change,
});
const now = (change: Partial<NowFacts> = {}): NowFacts => ({
  activity: 'ready',
  isOnline: true,
  problems: [],
  hour: hour(null),
  ...change,
});

describe('why a device earns nothing', () => {
  it.each<[string, NowFacts, WhyNotEarning | null]>([
    ['it was never started', now({ activity: 'new' }), { kind: 'off' }],
    ['it is off', now({ activity: 'off', hour: hour('stake') }), { kind: 'off' }],
    ['its owner paused it', now({ activity: 'paused', hour: hour('minutes') }), { kind: 'paused' }],
    ['it stands aside', now({ activity: 'aside', hour: hour('minutes') }), { kind: 'aside' }],
    ['it is joining', now({ activity: 'joining', isOnline: false, hour: null }), { kind: 'joining' }],
    ['its session is lost', now({ isOnline: false, hour: hour('minutes') }), { kind: 'offline' }],
    [
      'a problem stops it',
      now({ activity: 'blocked', problems: ['CLOCK_OFF'] }),
      { kind: 'problem', code: 'CLOCK_OFF' },
    ],
    [
      'a problem stops it, and a graver one does not',
      now({ activity: 'blocked', problems: ['KEY_SET_ASIDE', 'DEVICE_REVOKED', 'STAKE_MISSING'] }),
      { kind: 'problem', code: 'DEVICE_REVOKED' },
    ],
    ['the hour is a part of one', now({ hour: hour('part_hour') }), { kind: 'part_hour', endsAt: 9 }],
    ['it joined in this hour', now({ hour: hour('joined_this_hour') }), { kind: 'joined_this_hour', endsAt: 9 }],
    ['its class has no weight', now({ hour: hour('class') }), { kind: 'class', class: 'gtx-680' }],
    [
      'too many minutes are gone',
      now({ hour: hour('minutes') }),
      { kind: 'minutes', atBest: 40, needed: 45, endsAt: 9 },
    ],
    ['too many proofs failed', now({ hour: hour('proofs') }), { kind: 'proofs', failed: 2, needed: 3, code: null }],
    [
      'too many proofs failed, for a reason that is known',
      now({ hour: hour('proofs'), problems: ['ENGINE_ABSENT', 'VRAM_SHORT', 'APP_OUTDATED'] }),
      { kind: 'proofs', failed: 2, needed: 3, code: 'APP_OUTDATED' },
    ],
    [
      'the stake is short, as after a slash',
      now({ hour: hour('stake') }),
      { kind: 'stake', staked: 150n, required: 201n },
    ],
    [
      'the owner’s half is short',
      now({ hour: hour('stake', { staked: 300n, ownStaked: 100n }) }),
      { kind: 'own_stake', ownStaked: 100n, needed: 101n },
    ],
    [
      'it has no tier',
      now({ hour: hour('tier', { missing: ['compliance'] }) }),
      { kind: 'tier', missing: ['compliance'] },
    ],
    ['it warms up', now({ hour: hour('verified_hours') }), { kind: 'verified_hours', has: 4, needed: 12 }],
    ['it was away lately', now({ hour: hour('uptime') }), { kind: 'uptime', has: 120, needed: 300 }],
    ['a slash holds the hour back', now({ hour: hour(null, { isHeldBack: true }) }), { kind: 'held_back' }],
    ['it earns', now(), null],
    ['a job pays, whatever the hour comes to', now({ activity: 'working', hour: hour('stake') }), null],
    ['it has a job and its session is lost', now({ activity: 'finishing', isOnline: false }), { kind: 'offline' }],
    ['it earns with a job', now({ activity: 'working' }), null],
    ['it earns until its job has ended', now({ activity: 'finishing' }), null],
    ['it earns beside a problem that stops jobs only', now({ problems: ['ENGINE_ABSENT'] }), null],
    ['nothing is known yet', now({ hour: null }), null],
  ])('%s', (_, state, expected) => expect(whyNotEarning(state)).toEqual(expected));

  it.each(gates)('has an answer behind the gate %s', (gate) => {
    expect(whyNotEarning(now({ hour: hour(gate) }))).not.toBeNull();
  });
});
