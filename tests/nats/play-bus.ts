/**
 * Messages of a play network of its own on the NATS server that provisioning started. `PERIGEE_TEST_BUS=nats` has the same
 * tests of the network use it that otherwise have the bus of one process.
 */
import { randomBytes } from 'node:crypto';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { streamNameOf } from '../../network/service/bus/bus-wire.ts';
import { readProvisionFacts } from '../../scripts/provision/facts.ts';

export const isOnNats = process.env.PERIGEE_TEST_BUS === 'nats';

/** null where none was provisioned, and then its tests are skipped by name. */
export const natsServer: string | null = (await readProvisionFacts())?.nats ?? null;

export interface PlayBus {
  readonly url: string;
  /** Takes away what the server kept of it. */
  remove(): Promise<void>;
}

export const makeBus = (): PlayBus => {
  if (natsServer === null) throw new Error('no NATS is running: node scripts/provision/main.ts starts one');
  const network = `play-${randomBytes(6).toString('hex')}`;
  return {
    url: `${natsServer}/${network}`,
    remove: async () => {
      const connection = await connect({ servers: natsServer });
      const manager = await jetstreamManager(connection);
      await manager.streams.delete(streamNameOf(network)).catch(() => false);
      await connection.close();
    },
  };
};
