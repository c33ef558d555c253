/**
 * The owner's side of a slash: reads the case from the network, sends the appeal, and joins what the network signed with
 * this PC's own log of that time into one document. It moves no coins and changes no evidence.
 */
import { createHash } from 'node:crypto';
import type { SlashCase } from '../../shared/contract/app/evidence.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { AppealGround } from '../../shared/contract/network/court.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import { firstLogBreak } from '../../shared/domain/device-log/entry.ts';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { bundleMessage } from '../../shared/domain/signing/messages.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { AppealAnswer } from '../link/court-link.ts';
import { isSignedBy } from '../link/ed25519.ts';
import type { DeviceLog } from '../storage/device-log-table.ts';
import type { Membership } from './participation.ts';

export type CaseAnswer<Result> = { kind: 'read'; result: Result } | { kind: 'not_joined' } | { kind: 'not_found' };

export interface EvidenceDesk {
  /** @throws NOT_ACCOUNT_OWNER when the account is somebody else's, and what the link throws; so do all of these */
  read(slashId: string): Promise<CaseAnswer<SlashCase>>;
  appeal(asked: {
    slashId: string;
    grounds: AppealGround;
    text: string;
  }): Promise<CaseAnswer<SlashCase> | Exclude<AppealAnswer, { kind: 'taken' }>>;
  /** @throws MALFORMED_MESSAGE also when the network's part is not under its signature */
  bundle(slashId: string): Promise<CaseAnswer<{ name: string; text: string }>>;
}

/** Every offence is of less than two days, or of single hours; and a day before. */
const hoursBefore = 72;
/** What happened around the decision itself. */
const hoursAfter = 1;
const mostEntries = 20_000;

const caseOf = (slash: NetworkOutputs['court']['slash']): SlashCase => {
  const { use, appeal } = slash;
  return {
    ...slash,
    amount: BigInt(slash.amount),
    ownerPart: BigInt(slash.ownerPart),
    supportersPart: BigInt(slash.supportersPart),
    forfeited: BigInt(slash.forfeited),
    use: use && { burn: BigInt(use.burn), bounty: BigInt(use.bounty), compensation: BigInt(use.compensation) },
    appeal: appeal && {
      ...appeal,
      decideBy: appeal.committees.find(({ state }) => state === 'sitting')?.decideBy ?? null,
    },
  };
};

/** @throws MALFORMED_MESSAGE */
const checkSigned = (
  { content, sha256, networkKey, signature }: NetworkOutputs['court']['bundle'],
  expectedKey: string,
): void => {
  const isWhole = createHash('sha256').update(content).digest('hex') === sha256;
  if (isWhole && networkKey === expectedKey && isSignedBy(networkKey, bundleMessage(sha256), signature)) return;
  throw new PerigeeError('MALFORMED_MESSAGE', { what: 'court.bundle', detail: 'not under the network’s signature' });
};

export const createEvidenceDesk = (options: {
  clock: Clock;
  membership: () => Pick<Membership, 'link' | 'network' | 'coins'> | null;
  log: Pick<DeviceLog, 'between'>;
}): EvidenceDesk => {
  const { clock, log } = options;
  const asOwner = () => {
    const membership = options.membership();
    if (membership?.coins === null) throw new PerigeeError('NOT_ACCOUNT_OWNER', {});
    return membership;
  };
  return {
    read: async (slashId) => {
      const membership = asOwner();
      if (membership === null) return { kind: 'not_joined' };
      const slash = await membership.link.court.slash(slashId);
      return slash === null ? { kind: 'not_found' } : { kind: 'read', result: caseOf(slash) };
    },
    appeal: async (asked) => {
      const membership = asOwner();
      if (membership === null) return { kind: 'not_joined' };
      const answer = await membership.link.court.appeal(asked);
      return answer.kind === 'taken' ? { kind: 'read', result: caseOf(answer.slash) } : answer;
    },
    bundle: async (slashId) => {
      const membership = asOwner();
      if (membership === null) return { kind: 'not_joined' };
      const { link, network } = membership;
      const [slash, signed] = await Promise.all([link.court.slash(slashId), link.court.bundle(slashId)]);
      if (slash === null || signed === null) return { kind: 'not_found' };
      checkSigned(signed, network.parameters.networkKey);
      const from = (slash.offenceAt ?? slash.at) - networkHoursMs(hoursBefore, network.parameters);
      const to = slash.at + networkHoursMs(hoursAfter, network.parameters);
      const entries = log.between(from, to, mostEntries);
      const document = {
        schema: 'perigee-appeal-bundle-1',
        madeAt: clock.now(),
        network: { name: network.parameters.name, address: link.address },
        /** As the network answered, to the letter. */
        signed,
        log: { from, to, isCut: entries.length === mostEntries, brokenAt: firstLogBreak(entries), entries },
      };
      return {
        kind: 'read',
        result: { name: `perigee-appeal-${slashId}.json`, text: `${JSON.stringify(document, null, 2)}\n` },
      };
    },
  };
};
