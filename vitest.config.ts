import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/longest-first.ts';

/**
 * Half of these tests wait for something, so more workers than cores; and no test changes a module that another one has,
 * so they share what they import, which is most of their time otherwise.
 */
const quick = { pool: 'threads', maxWorkers: 2, isolate: false, sequence: { groupOrder: 0 } } as const;

/** Beside their source too, but they start processes, hold sockets and databases, or wait: a second or more each. */
const waiting = [
  'electron/checks/runner.test.ts',
  'electron/device/owner-lock.test.ts',
  'electron/docker/find-engine.test.ts',
  'electron/headless/server/loopback-matrix.test.ts',
  'electron/link/{link,session}.test.ts',
  'electron/machine/run-tool.test.ts',
  'electron/mending/{desk,run-logged}.test.ts',
  'electron/presence/child-lines.test.ts',
  'electron/storage/storage.test.ts',
  'electron/worker/worker.test.ts',
  'scripts/simulate/{command,run-economy}.test.ts',
  'tests/contract/**/*.test.ts',
];
/** What repeats kills, waits for hours, or keeps a processor busy for a minute; only left out of CI, which has fifteen. */
const long = [
  'tests/admission/fuzz.test.ts',
  'tests/attacks/**/*.test.ts',
  'tests/network/{kills,patterns,hours,benchmarks,newcomers,faults,market-migration,proof-features,answers}.test.ts',
  'tests/network/{support-hours,supported-stake,compounding,account-statement,market-renters,rented,month}.test.ts',
  'tests/network/{absences,short-hours,earned-hours,parameters,community,compliance-providers}.test.ts',
  'tests/network/{proofs,wallets,inference-bans}.test.ts',
  'tests/faults/app/{engine-away,killed,probe-lost}.test.ts',
  'tests/faults/killed-app.test.ts',
  'tests/faults/{clock-jump,crash-loop,docker-disk-full,engine-lost,gpu-lost,other-version,power-limit,sleep}.test.ts',
  'tests/cli/{damaged,earn-without-engine,full-disk,job,mending,release-bytes,up}.test.ts',
  'tests/docker/{image-shelf,rent}.test.ts',
  'tests/presence/app.test.ts',
  'tests/probe/{quick-check,layer,vram,benchmarks,cpu,right-of-way,exactness,int8-product}.test.ts',
  'tests/probe/{disk,faulty-device,probe}.test.ts',
];
/** Several processes that tell each other over a NATS server. */
const overNats = ['tests/nats/**/*.test.ts'];
/** Of the network's suite, what shows most where another engine may differ; the rest of it runs with `long`. */
const onPostgres = ['tests/postgres/{processes,server-killed,store}.test.ts', 'tests/network/coins.test.ts'];
const machine = {
  globalSetup: ['tests/build-first.ts'],
  testTimeout: 180_000,
  hookTimeout: 120_000,
  maxWorkers: 4,
  // After the quick ones, which have other workers.
  sequence: { groupOrder: 1 },
};

/** Needs the PostgreSQL server that provisioning starts. */
const postgres = { ...machine, env: { PERIGEE_TEST_ENGINE: 'postgres' } };

/** `unit` sits beside its source and needs nothing; `waiting` needs seconds; the others cross folders and may start real processes. */
export default defineConfig({
  plugins: [react()],
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{electron,network,shared,renderer,scripts}/**/*.test.{ts,tsx}'],
          exclude: waiting,
          testTimeout: 15_000,
          ...quick,
        },
      },
      {
        extends: true,
        test: {
          name: 'waiting',
          include: waiting,
          testTimeout: 60_000,
          ...quick,
        },
      },
      {
        extends: true,
        test: {
          name: 'invariants',
          include: ['tests/invariants/**/*.test.ts'],
          // 10,000 cases take two or three seconds of a processor that has nothing else to do.
          testTimeout: 120_000,
          ...quick,
        },
      },
      {
        extends: true,
        test: {
          name: 'machine',
          include: ['tests/{admission,attacks,cli,docker,faults,hardware,machine,mending,presence,probe}/**/*.test.ts'],
          exclude: long,
          ...machine,
        },
      },
      // Each has a network of its own, and importing the service anew for every file was a third of their time.
      {
        extends: true,
        test: { name: 'network', include: ['tests/network/**/*.test.ts'], exclude: long, ...machine, isolate: false },
      },
      { extends: true, test: { name: 'long', include: long, ...machine } },
      { extends: true, test: { name: 'nats', include: overNats, ...machine } },
      { extends: true, test: { name: 'postgres', include: onPostgres, ...postgres } },
      {
        extends: true,
        test: {
          name: 'postgres-long',
          include: ['tests/{network,postgres}/**/*.test.ts'],
          exclude: onPostgres,
          ...postgres,
        },
      },
    ],
  },
});
