/**
 * A network on the real clock, and a device on it as the app is one: the real link, outbox, worker and forwarding of logs,
 * beside whatever engine the test has. It proves on the processor, with a small task.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../electron/core/system-clock.ts';
import { type CoinMoves, createCoinMoves } from '../../electron/device/coin-moves.ts';
import { createJobIntake } from '../../electron/device/job-intake.ts';
import { reportOf } from '../../electron/device/job-report.ts';
import { createLogForwarding } from '../../electron/device/log-forwarding.ts';
import { createProblemBoard } from '../../electron/device/problem-board.ts';
import type { Engine } from '../../electron/docker/engine.ts';
import { openIdentity } from '../../electron/link/identity.ts';
import { createLink, type Link } from '../../electron/link/link.ts';
import type { ProvePort } from '../../electron/link/prover.ts';
import { openDatabase } from '../../electron/storage/database.ts';
import { openOutboxTable } from '../../electron/storage/outbox-table.ts';
import { createLocalnetWallet } from '../../electron/wallet/localnet-wallet.ts';
import { createWorker, type Worker } from '../../electron/worker/worker.ts';
import { startNetwork } from '../../network/service/start-network.ts';
import type { NetworkDevice } from '../../shared/contract/network/devices.ts';
import { localnetParameters } from '../../shared/domain/parameters/record.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import { silentLog } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import { createMemoryImages } from '../fakes/memory-images.ts';
import { createMemoryJournal } from '../fakes/memory-journal.ts';
import { required } from './joined-device.ts';
import { cpuClaim } from './play-device.ts';
import { smallTask } from './play-network.ts';

export interface HostedDevice {
  /** Of the network. */
  readonly url: string;
  readonly worker: Worker;
  close(): Promise<void>;
}

/** Short, so that the first whole hour, and with it the first tier, comes soon. */
const hourMs = 10_000;

/** The processor proves, in this very process. */
export const proveHere: ProvePort = async (parts, { onCommit }) => {
  const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const provers = parts.map(({ gpu, spec }) => ({ gpu, prover: createCpuProver(spec, breathe) }));
  const filled = await Promise.all(provers.map(async ({ gpu, prover }) => ({ gpu, fillShares: await prover.fill() })));
  const nonces = await onCommit(filled);
  return Promise.all(
    provers.map(async ({ gpu, prover }) => ({
      gpu,
      walkShares: await prover.walk(nonces.find((given) => given.gpu === gpu)?.nonce ?? ''),
      telemetry: null,
    })),
  );
};

/** It has shown enough for its first tier, and may have public jobs: a proof, and most of an hour. */
const becomesBronze = async (link: Link): Promise<void> => {
  for (let tries = 0; (await link.tier()).tier === 'unranked'; tries += 1) {
    if (tries === 240) throw new Error('the device never came to its first tier');
    await systemClock.sleep(500);
  }
};

/** What the app does when its owner presses the button, with the wallet of play coins. */
export const stakeAsOwner = async (
  link: Link,
  { isPlay, name, networkKey }: Awaited<ReturnType<Link['parameters']>>['parameters'],
  device: NetworkDevice,
  walletPath: string,
  clock: Clock = systemClock,
): Promise<CoinMoves> => {
  const about = { networkKey, accountId: device.accountId };
  const wallet = createLocalnetWallet({ path: walletPath, isPlay, about, now: clock.now, onProblem: () => undefined });
  const moves = createCoinMoves({ clock, link, wallet, network: { name, networkKey }, device });
  await link.account.adopt({ id: device.accountId, name: 'owner' });
  const prepared = await moves.prepare('stake', required);
  if (prepared.kind !== 'intent') throw new Error(`the stake was refused: ${prepared.kind}`);
  const { kind } = await moves.carryOut(prepared.intent, new AbortController().signal);
  if (kind !== 'done') throw new Error(`the stake was not carried out: ${kind}`);
  return moves;
};

/** @param image  the network vouches for it, whoever submits it */
export const hostDevice = async (options: {
  readonly engine: Engine;
  readonly image: string;
  readonly registries: readonly string[];
}): Promise<HostedDevice> => {
  const clock = systemClock;
  const dir = mkdtempSync(join(tmpdir(), 'perigee-hosted-'));
  const network = await startNetwork({
    ...{ place: { dataDir: join(dir, 'network') }, parameters: localnetParameters({ hourMs }), clock, log: silentLog },
    ...{ host: '127.0.0.1', port: 0, isSelfRunning: true, vouchedImages: [options.image], tasksFor: () => [smallTask] },
  });
  const database = openDatabase(join(dir, 'state.db'), 0);
  const problems = createProblemBoard(clock);
  const jobLogs = createLogForwarding({ clock, log: silentLog, link: () => link });
  const worker = createWorker({
    ...{ engine: options.engine, journal: createMemoryJournal(), images: createMemoryImages(), clock, graceMs: 1_000 },
    policy: () => ({
      limits: { cpuThreads: 2, memoryBytes: 2 ** 30, pids: 512, scratchBytes: 0, networkBytes: 0 },
      registries: options.registries,
      leasedGpus: [],
    }),
    onEvent: (event) => {
      const told = reportOf(event);
      if (told) link.report(told, event.id, event.at);
    },
    onOutput: jobLogs.take,
    onOutputEnd: jobLogs.end,
  });
  const intake = createJobIntake({
    ...{ clock, worker, problems, takesJobs: () => true, leasedGpus: () => [] },
    report: (event, id) => link.report(event, id),
  });
  const nothing = (): void => undefined;
  const keyAt = (name: string) => openIdentity(join(dir, name), 0);
  const link = createLink({
    ...{ baseUrl: network.url, identity: keyAt('device.key'), owner: keyAt('owner.key'), clock, log: silentLog },
    ...{ outbox: openOutboxTable(database), deviceName: 'hosted', claim: cpuClaim, prove: proveHere },
    infer: async () => null,
    onOffer: intake.take,
    onCancel: (jobId) => void worker.stop(jobId, 'network').catch(nothing),
    ...{ onVerdict: nothing, onEpochClosed: nothing, onSlashed: nothing, onProblem: nothing },
  });
  const stopFollowing = worker.state.subscribe(({ jobs }) => {
    link.setBusy(jobs.some(({ state }) => state === 'running'));
  });
  const { parameters } = await link.parameters();
  const device = await link.register();
  await stakeAsOwner(link, parameters, device, join(dir, 'play-wallet.key'));
  link.startSession();
  await becomesBronze(link);
  return {
    url: network.url,
    worker,
    close: async () => {
      stopFollowing();
      await worker.close();
      await jobLogs.close();
      await link.close();
      await network.close();
      database.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
