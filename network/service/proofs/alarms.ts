/** The network's doubts about itself, kept where its operators look. One of a kind and group an hour, so that it
 * stays readable. */
import { randomUUID } from 'node:crypto';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import type { AlarmTable } from '../../store/tables/proofs.ts';
import type { Network } from '../network.ts';

export const raiseAlarm = async (
  { db, clock, parameters, log }: Pick<Network, 'db' | 'clock' | 'parameters' | 'log'>,
  kind: AlarmTable['kind'],
  detail: Record<string, unknown>,
): Promise<void> => {
  const now = clock.now();
  const lately = await db
    .selectFrom('alarms')
    .select('detail')
    .where('kind', '=', kind)
    .where('at', '>', now - networkHoursMs(1, parameters))
    .execute();
  const groupOf = (known: unknown): unknown => (known as { group?: unknown }).group ?? null;
  if (lately.some((known) => groupOf(known.detail) === groupOf(detail))) return;
  await db
    .insertInto('alarms')
    .values({ id: randomUUID(), kind, at: now, detail: JSON.stringify(detail) })
    .execute();
  log.error(kind, detail);
};
