/** Answers the network contract: each room brings its own procedures, this file only joins them. */
import { noticeRoutes } from '../accounts/notices.ts';
import { accountRoutes } from '../accounts/routes.ts';
import { astronautRoutes } from '../astronaut/routes.ts';
import { issueRoutes, publicNoticeRoutes, questionRoutes, roadmapRoutes } from '../community/routes.ts';
import { complianceReviewRoutes, complianceRoutes } from '../compliance/routes.ts';
import { courtRoutes } from '../court/routes.ts';
import type { Benchmarks } from '../devices/benchmarks.ts';
import { benchmarkRoutes, deviceRoutes, eventRoutes, fleetRoutes, tierRoutes } from '../devices/routes.ts';
import { explorerRoutes } from '../explorer/routes.ts';
import { proposalRoutes } from '../governance/routes.ts';
import { inferenceRoutes } from '../inference/routes.ts';
import { intentRoutes } from '../intents/routes.ts';
import { marketRoutes } from '../market/routes.ts';
import { holdingRoutes } from '../money/holding-routes.ts';
import { earningRoutes } from '../money/routes.ts';
import { operationRoutes } from '../operators/operation-routes.ts';
import { operatorRoutes } from '../operators/routes.ts';
import { parameterRoutes } from '../parameters/routes.ts';
import type { Challenges } from '../proofs/challenges.ts';
import { proofRoutes } from '../proofs/routes.ts';
import { releaseRoutes } from '../releases/routes.ts';
import { offerRoutes } from '../staking/offer-routes.ts';
import { stakeRoutes } from '../staking/routes.ts';
import { validatorRoutes } from '../validators/routes.ts';
import { walletRoutes } from '../wallets/routes.ts';
import { webhookRoutes } from '../webhooks/routes.ts';
import { type CallerParts, createCallers } from './callers.ts';

export interface ServiceParts extends CallerParts {
  readonly challenges: Challenges;
  readonly benchmarks: Benchmarks;
  /** Makes the network look for what is due: a device came, went or changed its state, or a job came or went. */
  readonly wake: () => void;
}

export const createRouter = (parts: ServiceParts) => {
  const { network, challenges, benchmarks, wake } = parts;
  const callers = createCallers(parts);
  return callers.base.router({
    parameters: parameterRoutes(callers, network),
    accounts: accountRoutes(callers, network),
    notices: noticeRoutes(callers, network),
    wallet: walletRoutes(callers, network),
    intents: intentRoutes(callers, network),
    devices: deviceRoutes(callers, network),
    proofs: proofRoutes(callers, challenges),
    benchmarks: benchmarkRoutes(callers, benchmarks),
    fleet: fleetRoutes(callers, network),
    events: eventRoutes(callers, network, wake),
    jobs: marketRoutes(callers, network, wake),
    inference: inferenceRoutes(callers, network, wake),
    earnings: earningRoutes(callers, network),
    tier: tierRoutes(callers, network),
    stake: stakeRoutes(callers, network),
    offers: offerRoutes(callers, network),
    holdings: holdingRoutes(callers, network),
    publicNotices: publicNoticeRoutes(callers, network),
    issues: issueRoutes(callers, network),
    proposals: proposalRoutes(callers, network),
    questions: questionRoutes(callers, network),
    roadmap: roadmapRoutes(callers, network),
    astronaut: astronautRoutes(callers, network),
    operators: operatorRoutes(callers, network),
    operations: operationRoutes(callers, network),
    compliance: complianceRoutes(callers, network),
    reviews: complianceReviewRoutes(callers, network),
    releases: releaseRoutes(callers, network),
    explorer: explorerRoutes(callers, network),
    webhooks: webhookRoutes(callers, network),
    court: courtRoutes(callers, network),
    validators: validatorRoutes(callers, network),
  });
};
