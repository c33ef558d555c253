/** A real link with a key and an outbox on disk, beside a fake network, and everything that it was told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { openIdentity } from '../../../electron/link/identity.ts';
import { createLink, type Link, type LinkOptions } from '../../../electron/link/link.ts';
import { type Database, openDatabase } from '../../../electron/storage/database.ts';
import { openOutboxTable } from '../../../electron/storage/outbox-table.ts';
import type { Problem } from '../../../shared/contract/codes.ts';
import type { HardwareClaim } from '../../../shared/contract/network/devices.ts';
import type { ProofVerdict } from '../../../shared/contract/network/proofs.ts';
import type { JobOffer } from '../../../shared/contract/network/session.ts';
import { silentLog } from '../../../shared/log.ts';
import { type FakeNetwork, startFakeNetwork } from './fake-network.ts';
import { createHurriedClock } from './hurried-clock.ts';

export interface Heard {
  offers: JobOffer[];
  cancels: string[];
  verdicts: ProofVerdict[];
  epochs: number[];
  slashes: string[];
  problems: Problem[];
  wells: number;
}

export interface LinkBench {
  readonly network: FakeNetwork;
  readonly dir: string;
  database(): Database;
  /** As a restart of the app does. */
  reopenDatabase(): void;
  open(change?: Partial<LinkOptions>): { link: Link; heard: Heard };
  /** Opens a link, registers, and waits until events reach it. */
  takePart(change?: Partial<LinkOptions>): Promise<{ link: Link; heard: Heard }>;
  close(): Promise<void>;
}

/** How much faster time passes: a deadline of ten seconds is two, which a busy machine still keeps. */
export const benchSpeed = 5;

export const claim: HardwareClaim = {
  kind: 'cpu',
  class: 'cpu',
  count: 1,
  vramBytes: null,
  isSoftware: false,
  threads: 2,
  gpus: [],
  algorithms: ['perigee-fill-walk-1'],
};

export const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 8_000, interval: 5 });
export const online = (link: Link): Promise<void> =>
  eventually(() => expect(link.connection.get().state).toBe('online'));

export const openLinkBench = async (): Promise<LinkBench> => {
  const dir = mkdtempSync(join(tmpdir(), 'perigee-link-'));
  const open = (): Database => openDatabase(join(dir, 'state.db'), 0);
  let database = open();
  const network = await startFakeNetwork();
  const links: Link[] = [];

  const openLink: LinkBench['open'] = (change = {}) => {
    const heard: Heard = { offers: [], cancels: [], verdicts: [], epochs: [], slashes: [], problems: [], wells: 0 };
    const link = createLink({
      baseUrl: network.url,
      identity: openIdentity(join(dir, 'keys', 'device.key'), 0),
      owner: openIdentity(join(dir, 'keys', 'owner.key'), 0),
      clock: createHurriedClock(benchSpeed),
      log: silentLog,
      outbox: openOutboxTable(database),
      deviceName: 'test',
      claim,
      prove: async (parts, { onCommit }) => {
        await onCommit(parts.map(({ gpu }) => ({ gpu, fillShares: [] })));
        return parts.map(({ gpu }) => ({ gpu, walkShares: [{ lane: 0, digest: [1, 2, 3, 4] }], telemetry: null }));
      },
      infer: async () => null,
      onOffer: (offer) => heard.offers.push(offer),
      onCancel: (jobId) => heard.cancels.push(jobId),
      onVerdict: (verdict) => heard.verdicts.push(verdict),
      onEpochClosed: (epoch) => heard.epochs.push(epoch),
      onSlashed: (slashId) => heard.slashes.push(slashId),
      onProblem: (problem) => heard.problems.push(problem),
      onWell: () => {
        heard.wells += 1;
      },
      ...change,
    });
    links.push(link);
    return { link, heard };
  };

  return {
    network,
    dir,
    database: () => database,
    reopenDatabase: () => {
      database.close();
      database = open();
    },
    open: openLink,
    takePart: async (change) => {
      const opened = openLink(change);
      await opened.link.parameters();
      await opened.link.register();
      opened.link.startSession();
      await online(opened.link);
      await eventually(() => expect(network.say({ kind: 'epoch_closed', epoch: 0 })).toBe(true));
      return opened;
    },
    close: async () => {
      await Promise.all(links.map((link) => link.close()));
      await network.stop();
      database.close();
      rmSync(dir, { recursive: true });
    },
  };
};
