/**
 * The list of announced changes of the parameter record, as the database keeps it: read in order, added to, never
 * changed. Each addition is judged by the rules at the moment it is made, and told to everybody.
 */
import type { Selectable } from 'kysely';
import { type ChangeRefusal, type ParameterChange, refusalOfChange } from '../../../shared/domain/parameters/change.ts';
import type { Database } from '../../store/open-store.ts';
import type { ParameterChangeTable } from '../../store/tables/parameters.ts';
import type { Trx } from '../../store/transaction.ts';
import { tellEverybody } from '../community/public-notices.ts';
import type { Network } from '../network.ts';

/** A change, and whose signature it bears. */
export interface SignedChange {
  readonly change: ParameterChange;
  /** Ed25519 public key, base64url. */
  readonly signer: string;
  /** Over `parameterChangeMessage`, base64url. */
  readonly signature: string;
}

const asSigned = ({ seq: _, value, signer, signature, ...rest }: Selectable<ParameterChangeTable>): SignedChange => ({
  change: { ...rest, value: JSON.parse(value) as unknown },
  signer,
  signature,
});

/** All of them, in the order in which they were added. */
export const readChanges = async (db: Database | Trx): Promise<SignedChange[]> =>
  (await db.selectFrom('parameterChanges').selectAll().orderBy('seq').execute()).map(asSigned);

export const countChanges = async (db: Database | Trx): Promise<number> => {
  const { count } = await db
    .selectFrom('parameterChanges')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
};

export type AddRefusal = ChangeRefusal | 'ISSUE_NOT_FOUND' | 'CHANGE_ID_TAKEN';

/**
 * Adds a change whose signature was checked, and tells everybody.
 *
 * @returns the refusal; null when it is in the list, or was in it before just as it is
 */
export const addChange = async (
  trx: Trx,
  { parameters, clock }: Pick<Network, 'parameters' | 'clock'>,
  { change, signer, signature }: SignedChange,
): Promise<AddRefusal | null> => {
  const { id, key, value, announcedAt, effectiveAt, expiresAt, issue, vote } = change;
  const known = await trx.selectFrom('parameterChanges').selectAll().where('id', '=', id).executeTakeFirst();
  if (known !== undefined) return known.signature === signature ? null : 'CHANGE_ID_TAKEN';
  const now = clock.now();
  const refusal = refusalOfChange(change, now, parameters);
  if (refusal !== null) return refusal;
  const cited = await trx.selectFrom('issues').select('id').where('id', '=', issue).executeTakeFirst();
  if (cited === undefined) return 'ISSUE_NOT_FOUND';
  await trx
    .insertInto('parameterChanges')
    .values({
      ...{ id, key, value: JSON.stringify(value), class: change.class },
      ...{ announcedAt, effectiveAt, expiresAt, issue, vote, signer, signature },
    })
    .execute();
  await tellEverybody(trx, {
    kind: change.class === 'emergency' ? 'emergency' : 'parameter_change',
    facts: { changeId: id, key, value: JSON.stringify(value), class: change.class, expiresAt, vote },
    at: now,
    effectiveAt,
    issue,
  });
  return null;
};
