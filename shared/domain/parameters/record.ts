/**
 * The parameter record: every number of the rules that the network may change with a month's notice, and the two
 * records this version knows. Rules read it; none of them carries its own copy of a number in here. What may change,
 * and how, is in `changeable.ts` and `change.ts`.
 * Source: the network's rule set, sections (a) to (e) and (g).
 */
import type { ImageSigner } from '../../contract/network/image-signers.ts';
import { type BaseUnits, baseUnitsPerIo, inBaseUnits, noCoins } from '../../units/money.ts';
import { largerOf } from '../amounts/larger-and-smaller.ts';
import type { JobFees } from '../ledger/job-fees.ts';
import { localnetClasses, publishedClasses, type RewardClass } from '../rewards/classes.ts';
import { publishedSlashRates, type SlashRates } from '../slashing/offences.ts';

/** Entry gates that a record may drop. Stake, tier and minutes are never dropped. */
export type DroppableGate = 'verified_hours' | 'uptime';

/** What the network can stop for a while when something is wrong. Nothing that is owed is lost by it. */
export const pausableActions = ['stake', 'unstake', 'payout', 'job_offer'] as const;
export type PausableAction = (typeof pausableActions)[number];

export interface ParameterRecord {
  readonly version: number;
  readonly name: string;
  /** Coins here are for trying and have no price. */
  readonly isPlay: boolean;
  /** Length of a network hour. A network minute is its sixtieth part. */
  readonly hourMs: number;
  /** `utc`: months of the calendar from July 2024; `even`: every month has 720 network hours. */
  readonly calendar: 'utc' | 'even';
  readonly classes: readonly RewardClass[];
  /** The enterprise pool's share of what is minted; the community pool gets the rest. */
  readonly enterpriseShareBps: number;
  readonly droppedGates: readonly DroppableGate[];
  /** Least that a new device is granted; 0 on a real network. */
  readonly grant: BaseUnits;
  /** A grant is at least this many times the device's required stake. */
  readonly grantTimesRequired: number;
  /** Compliance level that a wallet proof alone gives. 0: the operator's checks decide. */
  readonly complianceOnJoin: 0 | 1;
  /** Required stake of weight 1,000 and one card. */
  readonly requiredStakeUnit: BaseUnits;
  /** Most that may be staked on a device, in times its required stake. */
  readonly capacityTimesRequired: number;
  /** Network hours between asking for stake back and having it. */
  readonly cooldownHours: number;
  /** Network hours that a leaving supporter's stake still counts, unpaid, before its cooldown. */
  readonly supporterNoticeHours: number;
  readonly maxSupportersPerDevice: number;
  readonly maxDevicesPerSupporter: number;
  /** Network hours in which a slash may be appealed. */
  readonly appealHours: number;
  readonly slashRates: SlashRates;
  /** Network minutes of continuous uptime before the first reward. */
  readonly uptimeMinutesNeeded: number;
  readonly verifiedHoursNeeded: number;
  /** Minutes of the hour, out of 60, in which a heartbeat must have arrived. */
  readonly minutesNeeded: number;
  readonly proofsPerHour: number;
  readonly proofsNeeded: number;
  /** Most that leaves an account for an address outside in `withdrawalHours`, until its owner's identity was checked. */
  readonly withdrawalLimit: BaseUnits;
  readonly withdrawalHours: number;
  /** Network hours that a change of the wallet's key or of the payout address waits. */
  readonly walletHoldHours: number;
  /** Below gold; from gold on it is 24 at most. */
  readonly payoutEveryHours: number;
  readonly jobFees: JobFees;
  /** What a renter pays for each token of an inference, before the fee. */
  readonly inferenceTokenPrice: BaseUnits;
  /** Share of inferences that validators compute again. */
  readonly inferenceSampleBps: number;
  /** Proof algorithms, the newest first. One that is being retired has a date, a month's notice away at least. */
  readonly proofAlgorithms: readonly { readonly name: string; readonly acceptedUntil: number | null }[];
  /** Whose arithmetic decides. */
  readonly verifier: VerifierName;
  /** Whose arithmetic runs beside it and only raises alarms: a new one's place first, an old one's afterwards. */
  readonly shadowVerifier: VerifierName | null;
  /** Every how many-th proof the shadow looks at too. */
  readonly shadowEvery: number;
  /** Whose Sigstore signatures count for images that the network did not sign itself; empty: nobody's. */
  readonly imageSigners: readonly ImageSigner[];
  /** What an emergency has stopped; empty nearly always. */
  readonly pausedActions: readonly PausableAction[];
}

export type VerifierName = 'reference' | 'webassembly';

const io = (whole: bigint): BaseUnits => inBaseUnits(whole * baseUnitsPerIo);

export const mainnetParameters: ParameterRecord = {
  version: 1,
  name: 'Mainnet',
  isPlay: false,
  hourMs: 3_600_000,
  calendar: 'utc',
  classes: publishedClasses,
  enterpriseShareBps: 9_500,
  droppedGates: [],
  grant: noCoins,
  grantTimesRequired: 0,
  complianceOnJoin: 0,
  requiredStakeUnit: io(200n),
  capacityTimesRequired: 4,
  cooldownHours: 336,
  supporterNoticeHours: 168,
  maxSupportersPerDevice: 16,
  maxDevicesPerSupporter: 2,
  appealHours: 720,
  slashRates: publishedSlashRates,
  uptimeMinutesNeeded: 300,
  verifiedHoursNeeded: 12,
  minutesNeeded: 45,
  proofsPerHour: 4,
  proofsNeeded: 3,
  withdrawalLimit: io(500n),
  withdrawalHours: 720,
  walletHoldHours: 72,
  payoutEveryHours: 168,
  jobFees: { reservationBps: 25, dollarBps: 200 },
  inferenceTokenPrice: inBaseUnits(100_000n),
  inferenceSampleBps: 100,
  proofAlgorithms: [{ name: 'perigee-fill-walk-1', acceptedUntil: null }],
  verifier: 'webassembly',
  shadowVerifier: 'reference',
  shadowEvery: 16,
  imageSigners: [],
  pausedActions: [],
};

/** Below this there is no room for four proofs in an hour, each with its own deadline. */
const shortestHourForFourProofsMs = 600_000;

/**
 * The record of the network that the app starts on this PC: the same rules, with play coins, hours of any length, and
 * without the two gates that would keep a first reward hours away.
 *
 * @param hourMs  length of a network hour, above 0
 * @throws RangeError when `hourMs` is not a positive whole number
 */
export const localnetParameters = ({ hourMs }: { hourMs: number }): ParameterRecord => {
  if (!Number.isSafeInteger(hourMs) || hourMs <= 0) throw new RangeError(`hourMs must be positive: ${hourMs}`);
  const hasRoomForFourProofs = hourMs >= shortestHourForFourProofsMs;
  return {
    ...mainnetParameters,
    name: 'Localnet',
    isPlay: true,
    hourMs,
    calendar: 'even',
    classes: [...publishedClasses, ...localnetClasses],
    droppedGates: ['verified_hours', 'uptime'],
    grant: io(1_000n),
    grantTimesRequired: 10,
    complianceOnJoin: 1,
    proofsPerHour: hasRoomForFourProofs ? 4 : 1,
    proofsNeeded: hasRoomForFourProofs ? 3 : 1,
    payoutEveryHours: 1,
  };
};

/** Play coins for a new device: ten times its required stake, at least the record's grant; 0 on a real network. */
export const grantFor = (required: BaseUnits, parameters: ParameterRecord): BaseUnits => {
  if (!parameters.isPlay) return noCoins;
  const byStake = inBaseUnits(required * BigInt(parameters.grantTimesRequired));
  return largerOf(byStake, parameters.grant);
};

/** Milliseconds of a number of network hours. */
export const networkHoursMs = (hours: number, { hourMs }: Pick<ParameterRecord, 'hourMs'>): number => hours * hourMs;
