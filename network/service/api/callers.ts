/**
 * Who may call what: every procedure of the contract begins with one of these. They check the signature and the limit
 * once, and find the device, the account's member or the operator who asks; none of them decides anything about the
 * matter itself. Only what is public anyway is open to whoever asks without a key.
 */
import { implement, ORPCError } from '@orpc/server';
import { networkContract } from '../../../shared/contract/network/index.ts';
import { type Role, roleAtLeast } from '../../../shared/domain/accounts/role.ts';
import { addressBlock } from '../../../shared/domain/committees/address-block.ts';
import { canonicalJson } from '../../../shared/domain/signing/canonical-json.ts';
import { memberOfKey } from '../accounts/members.ts';
import { deviceOfKey } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { appendAudit } from '../operators/audit-log.ts';
import { operatorOfKey } from '../operators/operators.ts';
import { refusePaused } from './pauses.ts';
import { checkSignature, type IncomingRequest } from './signatures.ts';

export interface RequestContext {
  readonly request: IncomingRequest;
  /** That the request came from; null when the connection is gone. */
  readonly address: string | null;
}

export interface CallerParts {
  readonly network: Network;
  /** Hosts under which this network may be asked. */
  readonly authorities: ReadonlySet<string>;
  /** Takes one request of a key, or says no. */
  readonly takes: (key: string) => boolean;
  /** Takes one request of a block of addresses, or says no. */
  readonly takesFrom: (block: string) => boolean;
}

export const createCallers = ({ network, authorities, takes, takesFrom }: CallerParts) => {
  const base = implement(networkContract).$context<RequestContext>();

  /**
   * Anybody, for what is public. A name that is not this network's is refused here too, so that no page of the web can read
   * a network on its reader's own machine under a name of its own.
   */
  const open = base.use(({ context, next }) => {
    if (!authorities.has(context.request.target.authority))
      throw new ORPCError('SIGNATURE_REFUSED', { status: 401, data: { reason: 'wrong_authority' } });
    const block = addressBlock(context.address ?? '') ?? 'unknown';
    if (!takesFrom(block)) throw new ORPCError('RATE_LIMITED', { status: 429 });
    return next({});
  });

  /** Anybody with a key. */
  const signed = base.use(async ({ context, next, path }) => {
    const verdict = await checkSignature(network, context.request, authorities);
    switch (verdict.kind) {
      case 'refused':
        throw new ORPCError('SIGNATURE_REFUSED', { status: 401, data: { reason: verdict.reason } });
      case 'stale':
        throw new ORPCError('CLOCK_OFF', { status: 401, data: { serverTime: network.clock.now() } });
      case 'replayed':
        throw new ORPCError('REPLAYED', { status: 401 });
      case 'signed':
        if (!takes(verdict.publicKey)) throw new ORPCError('RATE_LIMITED', { status: 429 });
        refusePaused(network, path);
        return next({ context: { publicKey: verdict.publicKey } });
    }
  });

  /** A registered device, about itself. */
  const asDevice = signed.use(async ({ context, next }) => {
    const device = await deviceOfKey(network, context.publicKey);
    if (device === undefined || device.revokedAt !== null) throw new ORPCError('NOT_REGISTERED', { status: 403 });
    return next({ context: { device } });
  });

  /** A member of an account, about that account, whose role is this one or more. */
  const asMember = (least: Role) =>
    signed.use(async ({ context, next }) => {
      const member = await memberOfKey(network.db, context.publicKey);
      if (member === null) throw new ORPCError('NO_ACCOUNT', { status: 403 });
      if (!roleAtLeast(member.role, least))
        throw new ORPCError('ROLE_TOO_LOW', { status: 403, data: { needs: least } });
      return next({ context: { member } });
    });

  /** One of those who run the network. What is asked is in the log before it is done. */
  const asOperator = signed.use(async ({ context, next, path, procedure }, input: unknown) => {
    const operator = await operatorOfKey(network, context.publicKey);
    if (operator === null) throw new ORPCError('NOT_OPERATOR', { status: 403 });
    const known = await procedure['~orpc'].inputSchema?.['~standard'].validate(input);
    const entry = {
      operatorKey: operator.publicKey,
      call: path.join('.'),
      // Only what the contract knows, so that nothing is written that nobody asked for.
      input: known === undefined || known.issues !== undefined ? null : canonicalJson(known.value),
    };
    const of = await appendAudit(network, { ...entry, refusal: null });
    try {
      return await next({ context: { operator } });
    } catch (error) {
      const code = error instanceof ORPCError ? error.code : 'INTERNAL_SERVER_ERROR';
      await appendAudit(network, { ...entry, input: null, refusal: { of, code } });
      throw error;
    }
  });

  return {
    base,
    open,
    signed,
    asDevice,
    asViewer: asMember('viewer'),
    asStaff: asMember('staff'),
    asOwner: asMember('owner'),
    asOperator,
  };
};
export type Callers = ReturnType<typeof createCallers>;
