/** The steps of slashes: into escrow, and from there back or to their end. */
import { slashTransfers } from '../../../shared/domain/ledger/slash-transfers.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { type Offence, offenceBps, offenceRules } from '../../../shared/domain/slashing/offences.ts';
import { executeSlash, returnSlash, type Slash, slashStake } from '../../../shared/domain/slashing/slash.ts';
import { type DeviceId, posted, type WalkState, withPosition } from './state.ts';
import { pick, type Step } from './step.ts';

/** The unpaid reward of the hour that waits longest, as what the slash takes first. */
const oldestWaiting = (state: WalkState, deviceId: DeviceId) => {
  const ofDevice = state.waiting.filter((each) => each.deviceId === deviceId);
  return ofDevice.filter(({ reference }) => reference === ofDevice[0]?.reference);
};

/** A validator's offence takes its own stake, of which the walk has none. */
const deviceOffences = offenceRules.filter(({ stakeOf }) => stakeOf === 'device').map(({ offence }) => offence);

/** What a slash takes by its step: the offence's share, or one that is drawn, large enough to reach supporters too. */
export const slashBps = (state: WalkState, { deviceId, dial }: Step): { offence: Offence; bps: number } => {
  const offence = pick(deviceOffences, dial) ?? 'O7';
  if (dial % 3 > 0) return { offence, bps: Math.min(10_000, 4_000 + dial * 7) };
  const cases = state.slashes.filter((one) => one.deviceId === deviceId && one.offence === offence);
  const upheld = cases.filter((one) => one.state.kind !== 'returned').length;
  return { offence, bps: offenceBps(offence, { ever: upheld, inLast720Hours: upheld }, state.parameters) };
};

/** When the offence of a slash was: up to 400 hours ago. */
export const slashedFor = (state: WalkState, { dial }: Step): number =>
  state.now - networkHoursMs(dial % 400, state.parameters);

/** Half of the time with the unpaid reward of an hour. */
export const slash = (state: WalkState, step: Step): WalkState => {
  const { deviceId, dial } = step;
  const forfeited = dial < 500 ? oldestWaiting(state, deviceId) : [];
  const { slash: decided, position } = slashStake(
    state.positions[deviceId],
    {
      id: `slash-${state.turn}`,
      ...slashBps(state, step),
      offenceAt: slashedFor(state, step),
      decidedAt: state.now,
      unpaid: forfeited.map(({ holderId, amount }) => ({ holderId, amount })),
    },
    state.parameters,
  );
  const taken = { ...withPosition(state, position), slashes: [...state.slashes, decided] };
  return posted(
    { ...taken, waiting: state.waiting.filter((each) => !forfeited.includes(each)) },
    slashTransfers(decided),
  );
};

const ended = (state: WalkState, slashed: Slash): WalkState =>
  posted(
    { ...state, slashes: state.slashes.map((one) => (one.id === slashed.id ? slashed : one)) },
    slashTransfers(slashed),
  );

/** Any slash, one that has ended too. */
export const winAppeal = (state: WalkState, { dial }: Step): WalkState => {
  const chosen = pick(state.slashes, dial);
  if (chosen === undefined) return state;
  const deviceId = chosen.deviceId as DeviceId;
  const move = returnSlash(chosen, state.positions[deviceId]);
  if (move.kind === 'refused') return state;
  const back = chosen.forfeited.map((forfeit) => ({ ...forfeit, deviceId, reference: chosen.id }));
  return ended({ ...withPosition(state, move.position), waiting: [...state.waiting, ...back] }, move.slash);
};

/** Any slash, one that has ended too; reported by anybody or nobody, with a renter harmed every other time. */
export const execute = (state: WalkState, { who, units, dial }: Step): WalkState => {
  const chosen = pick(state.slashes, dial);
  if (chosen === undefined) return state;
  const move = executeSlash(chosen, {
    appeal: dial % 3 === 0 ? 'none' : 'lost',
    now: state.now,
    reporter: dial % 5 === 0 ? null : { accountId: who },
    renter: dial % 2 === 0 ? null : { accountId: 'r', harm: units },
  });
  if (move.kind === 'refused' || move.slash.state.kind !== 'executed') return state;
  return ended({ ...state, burned: state.burned + move.slash.state.use.burn }, move.slash);
};
