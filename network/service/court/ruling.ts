/** What operators decide while no committee can be drawn. What a committee has, they leave alone. */
import type { CourtMatter, Finding } from '../../../shared/contract/network/court.ts';
import type { Slash } from '../../../shared/domain/slashing/slash.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { canBeSeated, isSitting } from './committees.ts';
import { decideMatter } from './deciding.ts';
import { hasEarlierReport, matterOf, openMatters, showMatter } from './matters.ts';

type Court = Pick<Network, 'db' | 'parameters' | 'records' | 'clock' | 'sessions' | 'bench'>;

/** Open matters that are the operators', oldest first. */
export const mattersToRule = ({ db, bench }: Pick<Court, 'db' | 'bench'>): Promise<CourtMatter[]> =>
  inTransaction(db, async (trx) => {
    const matters: CourtMatter[] = [];
    for (const matter of await openMatters(trx))
      if (
        matter.kind !== 'inference' &&
        !(await isSitting(trx, matter.id)) &&
        !(await canBeSeated(trx, { bench }, matter))
      )
        matters.push(await showMatter(trx, matter));
    return matters;
  });

export type RulingRefusal = 'MATTER_NOT_FOUND' | 'COMMITTEE_SITS' | 'EARLIER_REPORT_OPEN' | 'ALREADY_DECIDED';

/** @returns the refusal; null when it is decided */
export const rule = async (
  network: Court,
  matterId: string,
  { finding, reason }: { readonly finding: Finding; readonly reason: string },
): Promise<RulingRefusal | null> => {
  const ruled = await inTransaction(network.db, async (trx): Promise<RulingRefusal | { slash: Slash | null }> => {
    const matter = await matterOf(trx, matterId);
    // What was inferred is for validators to compute again, or for nobody.
    if (matter === null || matter.kind === 'inference') return 'MATTER_NOT_FOUND';
    if (!matter.isOpen) return 'ALREADY_DECIDED';
    if (matter.kind === 'report' && (await hasEarlierReport(trx, matterId))) return 'EARLIER_REPORT_OPEN';
    if ((await isSitting(trx, matterId)) || (await canBeSeated(trx, network, matter))) return 'COMMITTEE_SITS';
    return { slash: await decideMatter(trx, network, matter, { finding, by: 'operator', reason, evidence: [] }) };
  });
  if (typeof ruled === 'string') return ruled;
  const { slash } = ruled;
  if (slash !== null) network.sessions.reach(slash.deviceId, { kind: 'slashed', slashId: slash.id });
  return null;
};
