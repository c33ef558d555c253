/** The PostgreSQL server that provisioning started; null where there is none, and then its tests are skipped by name. */
import { readProvisionFacts } from '../../scripts/provision/facts.ts';

export const server: string | null = (await readProvisionFacts())?.postgres ?? null;

/** What the title of a test says of it. */
export const onServer = server === null ? 'on PostgreSQL (none was provisioned)' : 'on PostgreSQL';
