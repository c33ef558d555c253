/**
 * The app's own link on a play network, with an owner, coins at stake and a log on disk, as the core has them. It opens no
 * session unless the test does.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Membership } from '../../electron/device/participation.ts';
import { openIdentity } from '../../electron/link/identity.ts';
import { createLink, type LinkOptions } from '../../electron/link/link.ts';
import { type Database, openDatabase } from '../../electron/storage/database.ts';
import { type DeviceLog, openDeviceLog } from '../../electron/storage/device-log-table.ts';
import { loggedOutbox } from '../../electron/storage/logged-outbox.ts';
import { openOutboxTable } from '../../electron/storage/outbox-table.ts';
import { silentLog } from '../../shared/log.ts';
import { stakeAsOwner } from './hosted-device.ts';
import { cpuClaim } from './play-device.ts';
import type { PlayNetwork } from './play-network.ts';

export interface OwnedLink {
  readonly membership: Pick<Membership, 'link' | 'device' | 'network' | 'coins'>;
  readonly database: Database;
  readonly log: DeviceLog;
  close(): Promise<void>;
}

/** @param change  of what the link is given */
export const openOwnedLink = async (
  { running, clock }: PlayNetwork,
  change: Partial<LinkOptions> = {},
): Promise<OwnedLink> => {
  const dir = mkdtempSync(join(tmpdir(), 'perigee-owned-'));
  const database = openDatabase(join(dir, 'state.db'), 0);
  const log = openDeviceLog(database, clock.now);
  const nothing = (): void => undefined;
  const keyAt = (name: string) => openIdentity(join(dir, name), 0);
  const link = createLink({
    ...{ baseUrl: running.url, identity: keyAt('device.key'), owner: keyAt('owner.key'), clock, log: silentLog },
    ...{ outbox: loggedOutbox(database, openOutboxTable(database), log), deviceName: 'owned', claim: cpuClaim },
    prove: () => Promise.reject(new Error('it is asked for no proof')),
    infer: async () => null,
    ...{ onOffer: nothing, onCancel: nothing, onVerdict: nothing, onEpochClosed: nothing, onSlashed: nothing },
    ...{ onProblem: nothing, note: log.append },
    ...change,
  });
  const network = await link.parameters();
  const device = await link.register();
  const coins = await stakeAsOwner(link, network.parameters, device, join(dir, 'play-wallet.key'), clock);
  return {
    membership: { link, device, network, coins },
    database,
    log,
    close: async () => {
      await link.close();
      database.close();
      rmSync(dir, { recursive: true });
    },
  };
};
