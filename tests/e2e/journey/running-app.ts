/**
 * The built headless host with real Docker and a Localnet whose hour is 20 seconds, on a data folder of its own. What
 * it needs of this machine comes from provisioning; what is missing is said by name.
 */
import Docker from 'dockerode';
import { perigee, type RunningCore, startCore } from '../../../scripts/bench/running-core.ts';
import { readProvisionFacts } from '../../../scripts/provision/facts.ts';

export interface RunningApp {
  /** Opens the pages once. */
  url: string;
  /** An address nobody used yet. */
  freshUrl(): Promise<string>;
  stop(): Promise<void>;
}

const facts = await readProvisionFacts();
const { lasting } = facts?.images ?? {};

/** Why no job can run here; null when one can. */
export const whyNoJobs: string | null =
  facts === null
    ? 'provisioning has not run: node scripts/provision/main.ts'
    : facts.engineSocket === null || lasting === undefined
      ? facts.skipped.map(({ what, why }) => `${what}: ${why}`).join('; ') || 'provision again: no image that lasts'
      : null;

/** The command line once more: it finds the app that runs there and prints another address for it. */
const askForAddress = (dataDir: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = perigee(['up', '--json', '--data', dataDir]);
    const said: Buffer[] = [];
    child.stdout?.on('data', (part: Buffer) => said.push(part));
    child.once('error', reject);
    child.once('close', () => resolve((JSON.parse(Buffer.concat(said).toString('utf8')) as { url: string }).url));
  });

/** @param engineSocket in place of this machine's engine */
export const startApp = async (engineSocket: string | null = null): Promise<RunningApp> => {
  const socket = engineSocket ?? facts?.engineSocket;
  const core: RunningCore = await startCore([
    ...['--hour', '20s'],
    ...(lasting === undefined ? [] : ['--image', lasting]),
    ...(typeof socket === 'string' ? ['--engine', socket] : []),
  ]);
  return { url: core.url, freshUrl: () => askForAddress(core.dataDir), stop: core.stop };
};

/**
 * What the engine itself says of a job's container.
 *
 * @param jobId  the job's id, or as much of its start as the pages show
 * @returns the engine's own word, such as `running`; null when there is no such container
 */
export const containerState = async (jobId: string): Promise<string | null> => {
  const docker = new Docker({ socketPath: facts?.engineSocket ?? '', host: '' });
  const containers = await docker.listContainers({ all: true, filters: { label: ['network.perigee.job'] } });
  return containers.find(({ Labels }) => Labels['network.perigee.job']?.startsWith(jobId))?.State ?? null;
};
