/**
 * What a life asks of the service itself, beside what its people ask over the contract: that time passes, that devices
 * were seen and have proven, that an offence is charged. Each may be asked again after a kill, and is then done once.
 */
import { proposeSlash } from '../../../network/service/court/slashes.ts';
import { openHour } from '../../../network/service/epochs/hours.ts';
import type { Network } from '../../../network/service/network.ts';
import { createMailbox } from '../../../network/service/sessions/mailbox.ts';
import { createRoundTrips } from '../../../network/service/sessions/round-trips.ts';
import type { RunningNetwork } from '../../../network/service/start-network.ts';
import { inTransaction } from '../../../network/store/transaction.ts';
import type { Offence } from '../../../shared/domain/slashing/offences.ts';

export interface SeenDevice {
  readonly id: string;
  /** Minutes of the open hour, as the table has them, in decimal. */
  readonly mask: string;
}

export type ServiceCall =
  | { readonly kind: 'pass' }
  | { readonly kind: 'seen'; readonly devices: readonly SeenDevice[] }
  | { readonly kind: 'offer'; readonly deviceId: string }
  | { readonly kind: 'charge'; readonly deviceId: string; readonly offence: Offence; readonly cause: string };

const wholeHour = (1n << 60n) - 1n;

/** The network was up all hour, these were there, and each of them passed a proof. */
const keepSeen = ({ db, clock }: Network, devices: readonly SeenDevice[]): Promise<void> =>
  inTransaction(db, async (trx) => {
    const { number } = await openHour(trx);
    const now = clock.now();
    await trx.updateTable('epochs').set({ servedMask: wholeHour }).where('number', '=', number).execute();
    for (const { id, mask } of devices) {
      await trx
        .insertInto('presence')
        .values({ deviceId: id, epoch: number, minuteMask: BigInt(mask) })
        .onConflict((conflict) => conflict.columns(['deviceId', 'epoch']).doNothing())
        .execute();
      const clocked = { fillDeadlineMs: 1, walkDeadlineMs: 1, sentAt: now, decidedAt: now };
      await trx
        .insertInto('challenges')
        .values({
          ...{ id: `${id}:${number}`, deviceId: id, epoch: number, decidedEpoch: number, parts: '[]' },
          ...{ processId: null, tick: null, state: 'passed', ...clocked },
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    }
  });

/** A device that listens, for as long as it takes to be asked. */
const offerTo = async ({ network, pass }: RunningNetwork, deviceId: string): Promise<void> => {
  const session = {
    ...{ deviceId, sessionId: deviceId, startedAt: network.clock.now(), state: 'ready' as const, seq: 0 },
    ...{ lastHeartbeatAt: null, isListening: true, mailbox: createMailbox<never>(), told: new Set<string>() },
    roundTrips: createRoundTrips(network.clock, () => undefined),
  };
  network.sessions.begin(session, () => undefined);
  try {
    await pass();
  } finally {
    network.sessions.end(session);
  }
};

export const carryOut = async (running: RunningNetwork, call: ServiceCall): Promise<void> => {
  const { network } = running;
  switch (call.kind) {
    case 'pass':
      return running.pass();
    case 'seen':
      return keepSeen(network, call.devices);
    case 'offer':
      return offerTo(running, call.deviceId);
    case 'charge': {
      const { deviceId, offence, cause } = call;
      const evidence = [{ kind: 'finding', body: { cause } }] as const;
      await proposeSlash(network, { deviceId, offence, cause, evidence, offenceAt: network.clock.now() });
    }
  }
};
