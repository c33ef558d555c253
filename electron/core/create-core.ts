/**
 * The composition of the host: names the parts and connects them. No rule and no I/O of its own lives here; what looks
 * like either belongs in a room.
 */
import { randomUUID } from 'node:crypto';
import type { AppState } from '../../shared/contract/app/index.ts';
import { isPerigeeError } from '../../shared/contract/codes.ts';
import type { DeviceEvent } from '../../shared/contract/network/events.ts';
import { createFeed } from '../../shared/live/feed.ts';
import { type AppRouter, createRouter } from '../api/router.ts';
import { createRightOfWay } from '../checks/right-of-way.ts';
import { createChecks } from '../checks/runner.ts';
import { isLive } from '../device/activity.ts';
import { createAwakeKeeper } from '../device/awake-keeper.ts';
import { createDevice } from '../device/device.ts';
import { createEngineWatch } from '../device/engine-watch.ts';
import { createFleetReferences } from '../device/fleet-references.ts';
import { freeVramBytesOf, modelsOf } from '../device/hardware.ts';
import { createHardwareNews } from '../device/hardware-news.ts';
import { createHeatGuard } from '../device/heat-guard.ts';
import { coinsPerHourOf } from '../device/hourly-coins.ts';
import { inferWith } from '../device/inferring.ts';
import { createJobIntake } from '../device/job-intake.ts';
import { reportOf } from '../device/job-report.ts';
import { noteJobTroubles } from '../device/job-troubles.ts';
import { createLogForwarding } from '../device/log-forwarding.ts';
import { createMoney } from '../device/money.ts';
import { createOwnGpuUse } from '../device/own-gpu-use.ts';
import { createParticipation } from '../device/participation.ts';
import { createProblemBoard } from '../device/problem-board.ts';
import { proveWith } from '../device/proving.ts';
import { createPulse } from '../device/pulse.ts';
import { noteReview } from '../device/review-watch.ts';
import { noteStake } from '../device/stake-watch.ts';
import { readEngine } from '../docker/read-engine.ts';
import { soundAfterMs } from '../storage/start-record.ts';
import type { CallbackDoor } from '../wallet/callback-door.ts';
import { holdActionOf } from '../worker/policy/hold-action.ts';
import { createWorker } from '../worker/worker.ts';
import { isDemoJobDue, readDemoJob } from './demo-job.ts';
import { jobPolicyOf, openImageSignatures } from './job-policy.ts';
import { openDesks } from './open-desks.ts';
import { openHardware } from './open-hardware.ts';
import { openMending } from './open-mending.ts';
import { openOwner } from './open-owner.ts';
import { openStorage } from './open-storage.ts';
import { openSupporting } from './open-supporting.ts';
import { openWallet } from './open-wallet.ts';
import { createOwnJobs } from './own-jobs.ts';
import type { CorePorts } from './ports.ts';
import { createWayToNetwork } from './way-to-network.ts';

export interface Core {
  /** Answers the app contract, for whichever face. */
  readonly router: AppRouter;
  /** Where a server of this app brings the answers of a wallet outside. */
  readonly callbackDoor: CallbackDoor;
  /** Lets go of everything. Containers go on; the next start finds them. */
  close(): Promise<void>;
}

/** While a face looks, the ledger is read this often. */
const moneyEveryMs = 5_000;

/** @throws DATA_FOLDER_BUSY, DATA_FOLDER_DENIED, DISK_FULL, STATE_NEWER */
export const createCore = async (ports: CorePorts): Promise<Core> => {
  const { clock, log } = ports;
  const storage = openStorage(ports.dataDir, clock);
  const { settings } = storage.settings;
  const problems = createProblemBoard(clock);
  for (const problem of storage.problems) problems.raise(problem);
  for (const fault of storage.faults) log.warn('record_set_aside', { ...fault });

  const pc = openHardware(ports, storage.installationId);
  const rightOfWay = createRightOfWay();
  const demoJob = readDemoJob(ports.resourcesDir, ports.demoImage);
  const way = createWayToNetwork(ports, {
    outbox: storage.outbox,
    demoJob,
    onProblem: (problem) => problems.raise(problem, problem.code),
  });
  const wallets = openWallet(ports, (problem) => problems.raise(problem, problem.code));
  const supporting = openSupporting(ports, { settings: storage.settings, problems, way, wallets });
  const money = createMoney(clock);
  const readMoney = (): void => {
    money.refresh().catch((error: unknown) => log.warn('money_not_read', { detail: String(error) }));
  };

  const report = (event: DeviceEvent, id: string = randomUUID(), at: number = clock.now()): void => {
    const { link } = participation.membership.get() ?? {};
    if (link) link.report(event, id, at);
    else storage.outbox.append({ id, at, event });
  };
  const ownUse = createOwnGpuUse(clock, (gpuId) => isChecking() || jobUses(gpuId));
  const owner = openOwner(ports, {
    settings,
    locks: storage.locks,
    heldLimits: storage.heldLimits,
    pc,
    isOursGpu: ownUse.isOurs,
    // Play coins have no price, whatever an owner takes them for.
    coinsPerHour: () => (device.status.get().network?.isPlay === false ? coinsPerHourOf(money.earnings.get()) : null),
  });
  const imageSigners = () => participation.membership.get()?.network.parameters.imageSigners ?? [];
  const jobPolicy = () => jobPolicyOf(settings.get(), ports, demoJob, pc.inventory.get(), imageSigners());
  const jobLogs = createLogForwarding({ clock, log, link: () => membershipLink() });
  const worker = createWorker({
    engine: pc.engine,
    journal: storage.journal,
    images: storage.images,
    clock,
    signatures: openImageSignatures(ports),
    policy: jobPolicy,
    mostImageBytes: () => settings.get().imageBytes,
    networkBytesPerSecond: () => settings.get().jobNetworkBytesPerSecond,
    holdOf: ({ spec, whenOwnerReturns }) =>
      holdActionOf({ gpus: spec.gpus, whenOwnerReturns }, owner.guard.owner.get().standAside, pc.uuidOf, clock.now()),
    onEvent: (event) => {
      const told = reportOf(event);
      if (told) report(told, event.id, event.at);
    },
    onOutput: jobLogs.take,
    onOutputEnd: jobLogs.end,
  });
  const isChecking = (): boolean => checks.state.get().run?.state === 'running';
  const jobUses = (gpuId: string): boolean => {
    const uuid = pc.uuidOf(gpuId);
    return uuid !== null && worker.gpusInUse().includes(uuid);
  };
  const hasLiveJob = (): boolean => worker.state.get().jobs.some(isLive);
  const membershipLink = () => participation.membership.get()?.link ?? null;
  const fleetReferences = createFleetReferences((error) => log.warn('fleet_not_read', { detail: String(error) }));
  const readReview = (): void => {
    membershipLink()
      ?.me()
      .then((known) => noteReview(known, problems))
      .catch((error: unknown) => log.warn('review_not_read', { detail: String(error) }));
  };
  const readFleet = (): void => fleetReferences.refresh(membershipLink(), Object.values(modelsOf(pc.inventory.get())));
  const checksNotSaved = (error: unknown): void => {
    if (isPerigeeError(error)) problems.raise(error.problem, error.code);
    log.warn('checks_not_saved', { detail: String(error) });
  };
  const checks = createChecks({
    probe: pc.probes,
    way: rightOfWay,
    inventory: () => pc.inventory.get(),
    store: storage.checkRuns,
    clock,
    folder: ports.dataDir,
    reading: (gpuId) => pc.readings.cell.get().gpus[gpuId]?.now ?? null,
    holders: pc.holdersOf,
    link: async () => (await membershipLink()?.me())?.link ?? null,
    openBenchmark: async () => (await membershipLink()?.openBenchmark()) ?? null,
    fleetReference: fleetReferences.of,
    onDone: (figures) => {
      try {
        report({ kind: 'checks_done', figures, models: modelsOf(pc.inventory.get()) });
      } catch (error) {
        checksNotSaved(error);
      }
    },
    onError: (error) => checksNotSaved(error),
  });

  const takesJobs = (): boolean => settings.get().takeJobs && device.isWilling();
  const intake = createJobIntake({
    clock,
    worker,
    problems,
    report,
    takesJobs,
    leasedGpus: () => jobPolicy().leasedGpus,
  });
  const participation = createParticipation({
    clock,
    log,
    problems,
    readInventory: async (signal) => pc.inventory.get() ?? pc.readMachine(signal),
    gpusOff: () => settings.get().gpusOff,
    freeVramBytesOf: (gpu) => freeVramBytesOf(gpu, pc.readings.cell.get()),
    acceptsSoftware: ports.network.kind === 'embedded',
    enrolmentFor: supporting.enrolmentFor,
    walletFor: wallets.walletFor,
    connect: (hardware) =>
      way.open(hardware, {
        prove: proveWith({
          pool: pc.probes,
          way: rightOfWay,
          gpus: hardware.gpus,
          problems,
          clock,
          beginUse: ownUse.begin,
          lookAt: pc.lookAtGpu,
        }),
        ...{ infer: inferWith({ clock, takesJobs }), onOffer: intake.take },
        onCancel: (jobId) => {
          worker.stop(jobId, 'network').catch((error: unknown) => log.warn('job_not_ended', { detail: String(error) }));
        },
        onVerdict: (verdict, proveMs) => {
          device.noteVerdict(verdict, proveMs);
          readMoney();
          readReview();
        },
        onEpochClosed: (epoch) => {
          readMoney();
          readReview();
          if (isDemoJobDue(epoch)) ownJobs.offerDemo();
        },
        onSlashed: readMoney,
        note: storage.deviceLog.append,
        onProblem: (problem) => problems.raise(problem, problem.code),
        onWell: () => {
          problems.clear('NETWORK_UNREACHABLE', 'NETWORK_REFUSED', 'CLOCK_OFF');
          jobLogs.hurry();
        },
      }),
  });
  const device = createDevice({
    clock,
    settings,
    owner: owner.guard.owner,
    updateSettings: storage.settings.update,
    problems,
    participation,
    worker,
    money,
    onReady: () => {
      storage.settleStart();
      ownJobs.offerDemo();
    },
  });
  const ownJobs = createOwnJobs({
    ...{ log, worker, intake, way, offersDemoJob: ports.offersDemoJob },
    device: () => device,
    takesJobs: () => settings.get().takeJobs,
  });
  const desks = openDesks({
    ...{ clock, log, money, hasLiveJob, participation, supporting, settings, storage },
    ...{ readings: pc.readings.cell, status: device.status },
  });

  const engineWatch = createEngineWatch({
    clock,
    problems,
    readEngine: (signal) => readEngine(pc.engine, signal),
    isBusy: hasLiveJob,
    onChange: (found) => pc.inventory.update((before) => before && { ...before, engine: found }),
  });
  const mending = openMending(ports, { pc, problems, lookAtEngine: engineWatch.lookNow });
  const heatGuard = createHeatGuard({ problems, worker, limitCelsius: () => settings.get().temperatureLimitCelsius });
  const moneyPulse = createPulse({ clock, everyMs: () => moneyEveryMs, beat: readMoney });

  const awake = createAwakeKeeper(ports.keepAwake);
  let isWatched = false;
  let stopUsage = (): void => undefined;
  /** Looking costs something, so it is done while somebody looks or something runs. */
  const setPace = (): void => {
    awake.set(settings.get().keepsAwake && worker.state.get().jobs.some(({ state }) => state === 'running'));
    pc.readings.setWatched(isWatched || hasLiveJob() || isChecking());
    moneyPulse.setWanted(isWatched && participation.membership.get() !== null);
  };

  const feed = createFeed<AppState>({
    status: device.status,
    machine: pc.inventory,
    readings: pc.readings.cell,
    checks: checks.state,
    worker: worker.state,
    owner: owner.guard.owner,
    mending: mending.desk.state,
    earnings: money.earnings,
    tier: money.tier,
    stake: money.stake,
    settings,
  });
  const stops = [
    pc.readings.cell.subscribe(heatGuard.note),
    money.earnings.subscribe(({ ledger }) => intake.notePay(ledger)),
    money.stake.subscribe((stake) => noteStake(stake, problems)),
    checks.state.subscribe(setPace),
    settings.subscribe(setPace),
    pc.inventory.subscribe(readFleet),
    pc.inventory.subscribe(() => void mending.gpuContainers.look()),
    worker.state.subscribe(({ jobs }) => {
      noteJobTroubles(jobs, problems);
      participation.membership.get()?.link.setBusy(jobs.some(({ state }) => state === 'running'));
      setPace();
    }),
    participation.membership.subscribe((membership) => {
      money.setSource(membership?.link ?? null);
      readFleet();
      if (membership) {
        supporting.noteJoined();
        engineWatch.start();
      }
      setPace();
    }),
    ports.power?.onSuspend(() => device.setAsleep(true)) ?? (() => undefined),
    ports.power?.onResume(() => device.setAsleep(false)) ?? (() => undefined),
  ];

  pc.readings.start();
  pc.watch(createHardwareNews({ problems, report, log }));
  void pc.readMachine().catch((error: unknown) => {
    if (isPerigeeError(error) && error.code === 'CANCELLED') return;
    log.warn('machine_not_read', { detail: String(error) });
  });
  owner.start();
  await Promise.all([owner.recover(), worker.recover()]);
  device.begin(storage.failedStarts);
  supporting.start();
  const settling = new AbortController();
  clock.sleep(soundAfterMs, settling.signal).then(storage.settleStart, () => undefined);

  return {
    callbackDoor: wallets.door,
    router: createRouter({
      hello: { app: 'perigee', version: ports.version, host: ports.host, platform: process.platform },
      log,
      feed,
      onWatched: (next) => {
        if (next === isWatched) return;
        isWatched = next;
        stopUsage();
        stopUsage = next ? worker.watchUsage() : () => undefined;
        setPace();
      },
      readMachine: pc.readMachine,
      ...{ device, checks, worker, money },
      ...{ ownerGuard: owner.guard, ownerLock: owner.lock, mending: mending.desk },
      offerOwnJob: ownJobs.offer,
      ...desks,
      beginSupporting: supporting.begin,
      updateSettings: storage.settings.update,
    }),
    close: async () => {
      for (const stop of stops) stop();
      awake.set(false);
      settling.abort();
      mending.close();
      desks.closeMeter();
      moneyPulse.setWanted(false);
      feed.close();
      await Promise.all([checks.close(), device.close(), engineWatch.stop(), supporting.close()]);
      for (const part of [owner, worker, jobLogs, way, pc]) await part.close();
      storage.close();
    },
  };
};
