/** A play network with an operator and owners whose checks a test begins and decides. */
import { generateKeyPairSync } from 'node:crypto';
import type { Compliance, Person } from '../../shared/contract/network/compliance.ts';
import type { ReviewedCheck } from '../../shared/domain/compliance/review.ts';
import { currentTerms } from '../../shared/domain/compliance/terms.ts';
import type { Log } from '../../shared/log.ts';
import type { ManualClock } from '../fakes/manual-clock.ts';
import { createPlayKey, type PlayKey } from './play-key.ts';
import { type PlayChange, type PlayNetwork, startPlayNetwork } from './play-network.ts';

export interface CheckedOwner {
  readonly accountId: string;
  readonly key: () => PlayKey;
  standing(): Promise<Compliance>;
  proveWallet(): Promise<Compliance>;
  signTerms(): Promise<Compliance>;
  /** @returns the id of the case that waits for it; null when it was decided at once */
  begin(check: ReviewedCheck, person?: Person): Promise<string | null>;
}

export interface ComplianceBench {
  readonly network: PlayNetwork;
  readonly hourMs: number;
  operator(): PlayKey;
  openOwner(): Promise<CheckedOwner>;
  /** Lets time go by, and what is due then happen. */
  pass(hours: number): Promise<void>;
  approve(caseId: string | null, expiresAt: number | null): Promise<void>;
  close(): Promise<void>;
}

export const ada: Person = {
  legalName: 'Ada Lovelace',
  country: 'GB',
  documents: [{ kind: 'passport', reference: 'vault/7f' }],
};

export const openComplianceBench = async (
  change: PlayChange & { readonly log?: Log; readonly clock?: ManualClock } = {},
): Promise<ComplianceBench> => {
  const pair = generateKeyPairSync('ed25519');
  const operatorKeys = [pair.publicKey.export({ format: 'jwk' }).x ?? ''];
  const network = await startPlayNetwork({ ...change, operatorKeys });
  const { hourMs } = network.parameters;
  const keyOf =
    (keys = generateKeyPairSync('ed25519')) =>
    () =>
      createPlayKey(network.running.url, network.clock.now, keys);
  const operator = keyOf(pair);

  const openOwner = async (): Promise<CheckedOwner> => {
    const key = keyOf();
    const accountId = (await key().ok('POST', '/v1/accounts', { name: 'owner' })).id as string;
    const ok = async (method: string, path: string, body?: unknown): Promise<Compliance> =>
      (await key().ok(method, path, body)) as unknown as Compliance;
    return {
      accountId,
      key,
      standing: () => ok('GET', '/v1/compliance'),
      proveWallet: () => {
        const wallet = keyOf()();
        const signature = wallet.signText(`perigee-wallet-proof-1\n${accountId}\n${wallet.publicKey}`);
        return ok('POST', '/v1/compliance/wallet_proof', { wallet: wallet.publicKey, signature });
      },
      signTerms: () => {
        const { version, sha256 } = currentTerms;
        const signature = key().signText(`perigee-terms-1\n${accountId}\n${version}\n${sha256}`);
        return ok('POST', '/v1/compliance/signed_terms', { version, signature });
      },
      begin: async (check, person = ada) => {
        await ok('POST', `/v1/compliance/${check}`, { person });
        const { cases } = (await operator().ok('GET', '/v1/operators/cases')) as {
          cases: { id: string; accountId: string; check: string }[];
        };
        return cases.find((each) => each.accountId === accountId && each.check === check)?.id ?? null;
      },
    };
  };

  return {
    network,
    hourMs,
    operator,
    openOwner,
    pass: async (hours) => {
      network.clock.advance(hours * hourMs);
      await network.running.pass();
    },
    approve: async (caseId, expiresAt) => {
      await operator().ok('POST', `/v1/operators/cases/${caseId}/approve`, { expiresAt });
    },
    close: network.close,
  };
};

export const checkOf = (standing: Compliance, check: string): Compliance['checks'][number] | undefined =>
  standing.checks.find((each) => each.check === check);

/** The first three checks and an identity, approved until then. */
export const reachTwo = async (
  bench: ComplianceBench,
  owner: CheckedOwner,
  expiresAt: number | null,
): Promise<void> => {
  await owner.proveWallet();
  await owner.signTerms();
  await bench.approve(await owner.begin('sanctions_screen'), null);
  await bench.approve(await owner.begin('identity'), expiresAt);
};
