/** Made-up cases for the fake core: the slash of the scenario with its evidence, and what an appeal makes of it. */
import { createHash } from 'node:crypto';
import { implement } from '@orpc/server';
import type { SlashCase } from '../../../shared/contract/app/evidence.ts';
import { appContract } from '../../../shared/contract/app/index.ts';
import type { StakeState } from '../../../shared/contract/app/stake.ts';
import { canonicalJson } from '../../../shared/domain/signing/canonical-json.ts';

const minuteMs = 60_000;

const pieceOf = (kind: SlashCase['evidence'][number]['kind'], facts: unknown): SlashCase['evidence'][number] => {
  const body = canonicalJson(facts);
  return { kind, body, sha256: createHash('sha256').update(body).digest('hex') };
};

const caseOf = (slash: StakeState['slashes'][number]): SlashCase => ({
  ...slash,
  deviceId: 'd4f1c90',
  offenceAt: slash.at - 50 * 60 * minuteMs,
  ownerPart: slash.amount,
  supportersPart: 0n,
  forfeited: 25_000_000n,
  use: null,
  parametersVersion: 3,
  evidence: [
    pieceOf('lease', { jobId: 'job-8f31c2', from: slash.at - 60 * 60 * minuteMs }),
    pieceOf('absence', { awayMinutes: 2_894, neededMinutes: 2_880 }),
    pieceOf('signs_of_life', { lastAt: slash.at - 50 * 60 * minuteMs }),
  ],
  appeal: null,
});

const appealed = (
  before: SlashCase,
  appeal: Pick<NonNullable<SlashCase['appeal']>, 'grounds' | 'text'>,
  now: number,
): SlashCase => ({
  ...before,
  appeal: { ...appeal, at: now, state: 'open', decidedAt: null, decidedBy: null, reason: null, decideBy: null },
});

export const fakeEvidence = (slashes: StakeState['slashes'], now: () => number) => {
  const os = implement(appContract);
  const cases = new Map(slashes.map((slash) => [slash.id, caseOf(slash)]));
  return {
    read: os.evidence.read.handler(({ input, errors }) => {
      const slash = cases.get(input.slashId);
      if (slash === undefined) throw errors.SLASH_NOT_FOUND();
      return slash;
    }),
    appeal: os.evidence.appeal.handler(({ input, errors }) => {
      const slash = cases.get(input.slashId);
      if (slash === undefined) throw errors.SLASH_NOT_FOUND();
      if (slash.appeal !== null) throw errors.ALREADY_APPEALED();
      const next = appealed(slash, { grounds: input.grounds, text: input.text }, now());
      cases.set(input.slashId, next);
      return next;
    }),
    bundle: os.evidence.bundle.handler(({ input, errors }) => {
      const slash = cases.get(input.slashId);
      if (slash === undefined) throw errors.SLASH_NOT_FOUND();
      const text = JSON.stringify({ schema: 'perigee-appeal-bundle-1', evidence: slash.evidence, log: [] });
      return { name: `perigee-appeal-${slash.id}.json`, text };
    }),
  };
};
