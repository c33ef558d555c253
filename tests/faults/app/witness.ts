/** What the engine and the folder themselves say of an app, apart from what the app says. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type Docker from 'dockerode';
import { systemClock } from '../../../electron/core/system-clock.ts';
import { openStore } from '../../../network/store/open-store.ts';
import { silentLog } from '../../../shared/log.ts';

const query = (dataDir: string, sql: string): Record<string, unknown> => {
  const sqlite = new DatabaseSync(join(dataDir, 'state.db'), { readOnly: true });
  try {
    return sqlite.prepare(sql).get() ?? {};
  } finally {
    sqlite.close();
  }
};

/** Events that wait for the network. */
export const pendingEvents = (dataDir: string): number => Number(query(dataDir, 'SELECT count(*) AS n FROM outbox').n);

/** The id on this folder's containers. */
export const ownerOf = (dataDir: string): string => {
  const { value } = query(dataDir, "SELECT value FROM records WHERE kind = 'installation'");
  return (JSON.parse(String(value)) as { id: string }).id;
};

/** Devices that this folder's Localnet knows; the app must have ended. */
export const devicesOf = async (dataDir: string, hourMs: number): Promise<number> => {
  const localnet = join(dataDir, 'localnet', `hour-${hourMs}`);
  const store = await openStore({ dataDir: localnet, clock: systemClock, log: silentLog });
  try {
    const { n } = await store.db
      .selectFrom('devices')
      .select((select) => select.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    return Number(n);
  } finally {
    await store.close();
  }
};

/** Names of containers of this owner that the engine created or started since then, one entry for each time. */
export const actsOf = async (
  docker: Docker,
  owner: string,
  act: 'create' | 'start',
  sinceMs: number,
): Promise<string[]> => {
  const stream = await docker.getEvents({
    since: Math.floor(sinceMs / 1000),
    until: Math.floor(Date.now() / 1000) + 1,
    filters: { label: [`network.perigee.owner=${owner}`], type: ['container'], event: [act] },
  });
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => (JSON.parse(line) as { Actor: { Attributes: { name: string } } }).Actor.Attributes.name);
};

/** Ends and removes every container of this owner that a test left. */
export const clearContainers = async (docker: Docker, owner: string): Promise<void> => {
  const left = await docker.listContainers({ all: true, filters: { label: [`network.perigee.owner=${owner}`] } });
  for (const { Id } of left) await docker.getContainer(Id).remove({ force: true });
};

/** A container that looks much like one of ours and is somebody else's. */
export const startStranger = async (docker: Docker, image: string) => {
  const pulled = await docker.pull(image);
  await new Promise((resolve, reject) =>
    docker.modem.followProgress(pulled, (error) => (error ? reject(error) : resolve(null))),
  );
  const container = await docker.createContainer({
    Image: image,
    name: `perigee-stranger-${process.pid}`,
    Cmd: ['/bin/sleep', '600'],
    HostConfig: { NetworkMode: 'none' },
    Labels: { 'network.perigee.job': 'stranger', 'network.perigee.owner': 'somebody-else' },
  });
  await container.start();
  const { Id, State } = await container.inspect();
  return {
    /** Whether it has run all along, untouched. */
    isUntouched: async (): Promise<boolean> => {
      const now = await container.inspect().catch(() => null);
      return now?.Id === Id && now.State.Running && now.State.StartedAt === State.StartedAt;
    },
    remove: () => container.remove({ force: true }),
  };
};
