/**
 * The network contract: all that an app may ask of a network. `networkContract` goes over signed HTTP (RFC 9421) under
 * /v1 and is published as OpenAPI; public data is read without a signature. `sessionContract` goes over one WebSocket per
 * device.
 */
import { type InferContractRouterOutputs, oc } from '@orpc/contract';
import { z } from 'zod';
import { pausableActions } from '../../domain/parameters/record.ts';
import { signatureRefusals } from '../../domain/signing/signature-headers.ts';
import { accountsContract } from './accounts.ts';
import { timeSchema } from './amounts.ts';
import { astronautContract } from './astronaut.ts';
import { benchmarksContract } from './benchmarks.ts';
import { complianceContract } from './compliance.ts';
import { complianceReviewsContract } from './compliance-reviews.ts';
import { courtContract } from './court.ts';
import { devicesContract } from './devices.ts';
import { eventsContract } from './events.ts';
import { explorerContract } from './explorer.ts';
import { fleetContract } from './fleet.ts';
import { holdingsContract } from './holdings.ts';
import { inferenceContract } from './inference.ts';
import { intentsContract } from './intents.ts';
import { issuesContract } from './issues.ts';
import { marketContract } from './market.ts';
import { earningsContract, stakeContract, tierContract } from './money.ts';
import { noticesContract } from './notices.ts';
import { offersContract } from './offers.ts';
import { operationsContract } from './operations.ts';
import { operatorsContract } from './operators.ts';
import { parametersContract } from './parameters.ts';
import { proofsContract } from './proofs.ts';
import { proposalsContract } from './proposals.ts';
import { publicNoticesContract } from './public-notices.ts';
import { questionsContract } from './questions.ts';
import { releasesContract } from './releases.ts';
import { roadmapContract } from './roadmap.ts';
import { validatorsContract } from './validators.ts';
import { walletContract } from './wallets.ts';
import { webhooksContract } from './webhooks.ts';

export { sessionContract } from './session.ts';

export const networkContract = oc
  .errors({
    SIGNATURE_REFUSED: { status: 401, data: z.object({ reason: z.enum(signatureRefusals) }) },
    REPLAYED: { status: 401 },
    /** `serverTime` is the network's clock when it read the request. */
    CLOCK_OFF: { status: 401, data: z.object({ serverTime: timeSchema }) },
    RATE_LIMITED: { status: 429 },
    NOT_REGISTERED: { status: 403 },
    /** An emergency has stopped this for a while; `until` is when it goes on at the latest. */
    ACTION_PAUSED: { status: 409, data: z.object({ action: z.enum(pausableActions), until: timeSchema }) },
  })
  .router({
    parameters: parametersContract,
    accounts: accountsContract,
    notices: noticesContract,
    wallet: walletContract,
    intents: intentsContract,
    devices: devicesContract,
    proofs: proofsContract,
    benchmarks: benchmarksContract,
    fleet: fleetContract,
    events: eventsContract,
    jobs: marketContract,
    inference: inferenceContract,
    earnings: earningsContract,
    tier: tierContract,
    stake: stakeContract,
    offers: offersContract,
    holdings: holdingsContract,
    publicNotices: publicNoticesContract,
    issues: issuesContract,
    proposals: proposalsContract,
    questions: questionsContract,
    roadmap: roadmapContract,
    astronaut: astronautContract,
    operators: operatorsContract,
    operations: operationsContract,
    compliance: complianceContract,
    reviews: complianceReviewsContract,
    releases: releasesContract,
    explorer: explorerContract,
    webhooks: webhooksContract,
    court: courtContract,
    validators: validatorsContract,
  });
export type NetworkContract = typeof networkContract;

/** What each call answers, by domain and procedure. */
export type NetworkOutputs = InferContractRouterOutputs<NetworkContract>;
