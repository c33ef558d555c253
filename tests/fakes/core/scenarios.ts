/** States of the app by name, for looking at pages and for tests of them. Each is whole: nothing is left to chance. */
import type { AppState } from '../../../shared/contract/app/index.ts';
import { defaultSettings } from '../../../shared/contract/app/settings.ts';
import type { Status } from '../../../shared/contract/app/status.ts';
import { runAt, runWithBadMemory, runWithGaps } from './checks.ts';
import { earningsOf, io, noEarnings, silverTier, stakeOf } from './coins.ts';
import { engineDown, noReadings, pcWith, readingsOf, rtx3060, rtx4090, softwareAdapter } from './machine.ts';
import { mendedEarlier, nothingMended } from './mending.ts';
import { nobodyHere, playing } from './owner.ts';
import { failedProof, proofOf } from './proofs.ts';
import { rigAt, twins } from './rig.ts';
import { doneJob, runningJob } from './work.ts';

const hourMs = 3_600_000;
const gpus = [rtx4090, rtx3060];

const networkOf = (now: number, missed: number): NonNullable<Status['network']> => {
  const hourStartedAt = Math.floor(now / 60_000 - 37) * 60_000;
  return {
    name: 'Localnet',
    isPlay: true,
    isOnline: true,
    hourMs,
    address: 'http://127.0.0.1:8790',
    hourStartedAt,
    hourEndsAt: hourStartedAt + hourMs,
    droppedGates: ['verified_hours', 'uptime'],
    minutes: Array.from({ length: 37 }, (_, minute) => (minute < 37 - missed ? 'counted' : 'missed')),
    minutesNeeded: 45,
  };
};

const gpuDevice = { id: 'dev-4f1c90', name: 'desk', class: 'gpu-24', kind: 'gpu' } as const;

const firstRun = (now: number): AppState => ({
  status: { activity: 'new', since: now, problems: [], device: null, network: null, lastProof: null },
  machine: pcWith(now, gpus),
  readings: readingsOf(now, { [rtx4090.id]: 'waiting', [rtx3060.id]: 'waiting' }),
  checks: { run: null },
  worker: { jobs: [] },
  owner: nobodyHere,
  mending: nothingMended,
  earnings: noEarnings,
  tier: null,
  stake: null,
  settings: defaultSettings,
});

const earning = (now: number): AppState => ({
  status: {
    activity: 'ready',
    since: now - 6_400_000,
    problems: [],
    device: gpuDevice,
    network: networkOf(now, 0),
    lastProof: proofOf(now, gpus),
  },
  machine: pcWith(now, gpus),
  readings: readingsOf(now, { [rtx4090.id]: 'waiting', [rtx3060.id]: 'waiting' }),
  checks: { run: runAt(now - 86_400_000, 99, gpus, 'full') },
  worker: { jobs: [doneJob(now)] },
  owner: nobodyHere,
  mending: nothingMended,
  earnings: earningsOf(now, hourMs),
  tier: silverTier(now),
  stake: stakeOf(now, io('746.25'), io('450')),
  settings: { ...defaultSettings, isOnboarded: true, wantsToEarn: true },
});

const working = (now: number): AppState => {
  const state = earning(now);
  return {
    ...state,
    status: { ...state.status, activity: 'working' },
    readings: readingsOf(now, { [rtx4090.id]: 'busy', [rtx3060.id]: 'waiting' }),
    worker: { jobs: [runningJob(now), doneJob(now)] },
  };
};

const aside = (now: number): AppState => {
  const state = working(now);
  const [job, ...others] = state.worker.jobs;
  return {
    ...state,
    status: { ...state.status, activity: 'aside', since: now - 300_000 },
    owner: playing(now, rtx4090.id),
    worker: { jobs: [...(job ? [{ ...job, state: 'frozen' as const, usage: null }] : []), ...others] },
  };
};

const cpuOnly = (now: number): AppState => {
  const state = earning(now);
  return {
    ...state,
    status: {
      ...state.status,
      device: { ...gpuDevice, class: 'cpu', kind: 'cpu' },
      lastProof: { ...proofOf(now, []), provenBytes: 2 * 1024 ** 3 },
    },
    machine: { ...pcWith(now, [softwareAdapter]), problems: [] },
    readings: { ...readingsOf(now, {}), gpus: {} },
    checks: { run: null },
    worker: { jobs: [] },
    owner: nobodyHere,
  };
};

const dockerDown = (now: number): AppState => {
  const state = earning(now);
  const since = now - 360_000;
  return {
    ...state,
    status: {
      ...state.status,
      activity: 'blocked',
      since,
      network: networkOf(now, 6),
      problems: [
        {
          problem: { code: 'ENGINE_UNREACHABLE', data: { socketPath: '/var/run/docker.sock' } },
          since,
          evidence: [
            { at: since, text: 'engine stopped answering' },
            { at: since + 2_000, text: '/var/run/docker.sock: connection refused' },
            { at: since + 32_000, text: '3 retries, no answer' },
          ],
        },
      ],
    },
    machine: pcWith(now, gpus, engineDown),
    mending: mendedEarlier(now),
  };
};

const paused = (now: number): AppState => {
  const state = earning(now);
  return {
    ...state,
    status: { ...state.status, activity: 'paused', since: now - 900_000 },
    settings: { ...state.settings, wantsToEarn: false },
  };
};

const empty = (now: number): AppState => ({
  ...firstRun(now),
  status: {
    activity: 'off',
    since: now - 60_000,
    problems: [],
    device: null,
    network: { ...networkOf(now, 0), minutes: [] },
    lastProof: null,
  },
  machine: pcWith(now, []),
  readings: noReadings,
  settings: { ...defaultSettings, isOnboarded: true },
});

const checksRunning = (now: number): AppState => ({
  ...earning(now),
  checks: { run: runAt(now - 248_000, 16.58, gpus, 'full') },
});

/** Two figures of the latest check are lower than they should be. */
const checksLow = (now: number): AppState => ({
  ...earning(now),
  checks: { run: runWithGaps(now - 900_000, rtx4090, rtx3060) },
});

/** A memory check that goes on: one GPU is done, the other not yet. */
const memoryRunning = (now: number): AppState => ({
  ...earning(now),
  checks: { run: runAt(now - 520_000, 1.42, gpus, 'memory') },
});

/** A memory check that found changed bits, and a proof that failed for it. */
const memoryFailed = (now: number): AppState => {
  const state = earning(now);
  return {
    ...state,
    status: { ...state.status, lastProof: failedProof(now, gpus, rtx4090.id, 'bad_memory') },
    checks: { run: runWithBadMemory(now - 900_000, rtx4090, rtx3060) },
  };
};

/** Two equal cards that take part, a cut one and an impostor that do not, two screens; the last proof was excused. */
const rig = (now: number): AppState => {
  const state = earning(now);
  const [first, second] = twins;
  return {
    ...state,
    status: {
      ...state.status,
      lastProof: { ...failedProof(now, twins, second.id, 'too_few_shares'), isExcused: true },
    },
    machine: rigAt(now),
    readings: readingsOf(now, { [first.id]: 'busy', [second.id]: 'waiting' }),
    checks: { run: runAt(now - 900_000, 99, twins, 'full') },
  };
};

const slashed = (now: number): AppState => {
  const state = earning(now);
  const since = now - 3_000_000;
  const loss = io('14.93');
  return {
    ...state,
    status: {
      ...state.status,
      problems: [
        {
          problem: { code: 'PROOF_FAILED', data: { challengeId: 'ch-51f0', verdict: 'late' } },
          since,
          evidence: [{ at: since, text: 'answer came after 9.8 s, the limit was 7.4 s' }],
        },
      ],
    },
    earnings: {
      ...state.earnings,
      ledger: [
        { id: 'slash-1', from: since, to: since, kind: 'slash', state: 'slashed', amount: -loss, reference: 'O4' },
        ...state.earnings.ledger,
      ],
    },
    stake: {
      ...stakeOf(now, io('731.32'), io('450')),
      slashes: [
        {
          id: 'slash-1',
          offence: 'O4',
          amount: loss,
          at: since,
          appealUntil: since + 30 * 86_400_000,
          state: 'escrow',
        },
      ],
      cooling: [{ id: 'cool-1', amount: io('60'), askedAt: now - 3 * 86_400_000, freeAt: now + 11 * 86_400_000 }],
    },
  };
};

export const scenarios = {
  'first-run': firstRun,
  'earning-two-gpus': earning,
  'cpu-only-localnet': cpuOnly,
  'docker-down': dockerDown,
  paused,
  empty,
  'checks-running': checksRunning,
  'checks-low': checksLow,
  'memory-running': memoryRunning,
  'memory-failed': memoryFailed,
  rig,
  'job-running': working,
  'owner-plays': aside,
  slashed,
} as const;

export type ScenarioName = keyof typeof scenarios;

export const isScenario = (name: string): name is ScenarioName => Object.hasOwn(scenarios, name);
