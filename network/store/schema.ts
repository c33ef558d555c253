/**
 * All tables as Kysely sees them, joined from the rooms that have them. Money is NUMERIC and read as bigint; times are
 * milliseconds since 1970 UTC. The tables themselves are made by the migrations, never from here.
 */
import type { AccountsTables } from './tables/accounts.ts';
import type { AstronautTables } from './tables/astronaut.ts';
import type { CommunityTables } from './tables/community.ts';
import type { ComplianceTables } from './tables/compliance.ts';
import type { CourtTables } from './tables/court.ts';
import type { DevicesTables } from './tables/devices.ts';
import type { EpochsTables } from './tables/epochs.ts';
import type { GovernanceTables } from './tables/governance.ts';
import type { InferenceTables } from './tables/inference.ts';
import type { IntentsTables } from './tables/intents.ts';
import type { LedgerTables } from './tables/ledger.ts';
import type { MarketTables } from './tables/market.ts';
import type { OperatorsTables } from './tables/operators.ts';
import type { ParametersTables } from './tables/parameters.ts';
import type { PersonalTables } from './tables/personal.ts';
import type { ProcessesTables } from './tables/processes.ts';
import type { ProofsTables } from './tables/proofs.ts';
import type { ReleasesTables } from './tables/releases.ts';
import type { RequestsTables } from './tables/requests.ts';
import type { SessionsTables } from './tables/sessions.ts';
import type { StakingTables } from './tables/staking.ts';
import type { ValidatorsTables } from './tables/validators.ts';
import type { WalletsTables } from './tables/wallets.ts';
import type { WebhooksTables } from './tables/webhooks.ts';

export interface Tables
  extends AccountsTables,
    AstronautTables,
    CommunityTables,
    ComplianceTables,
    CourtTables,
    DevicesTables,
    EpochsTables,
    GovernanceTables,
    InferenceTables,
    IntentsTables,
    LedgerTables,
    MarketTables,
    OperatorsTables,
    ParametersTables,
    PersonalTables,
    ProcessesTables,
    ProofsTables,
    ReleasesTables,
    RequestsTables,
    SessionsTables,
    StakingTables,
    ValidatorsTables,
    WalletsTables,
    WebhooksTables {}
