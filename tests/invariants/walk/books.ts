/** What everybody holds by the rules, kind by kind, beside what the ledger says of the same kind. */
import type { Account } from '../../../shared/domain/ledger/account.ts';
import { accountKind, coolingOf, stakeOf } from '../../../shared/domain/ledger/account.ts';
import { jobPay } from '../../../shared/domain/ledger/job-fees.ts';
import { poolNames } from '../../../shared/domain/rewards/classes.ts';
import { escrowed } from '../../../shared/domain/slashing/slash.ts';
import { countedStake } from '../../../shared/domain/staking/position.ts';
import { sumOf } from '../arbitraries.ts';
import { balanceOf, deviceIds, genesisTotal, type WalkState } from './state.ts';

const kinds = new Map<Account, string>();

/** The account's first word, or for a device's account what it is of the device. Remembered: walks ask again and again. */
const kindOf = (account: Account): string => {
  const known = kinds.get(account);
  if (known !== undefined) return known;
  const [first = '', , state = ''] = account.split(':');
  const kind = first === 'device' ? state : first;
  kinds.set(account, kind);
  return kind;
};

const ledgerByKind = ({ balances }: WalkState): Map<string, bigint> => {
  const byKind = new Map<string, bigint>();
  for (const [account, balance] of balances) {
    const kind = kindOf(account);
    byKind.set(kind, (byKind.get(kind) ?? 0n) + balance);
  }
  return byKind;
};

const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

/** Every kind of holding that the rules keep an own account of. */
const rulesByKind = (state: WalkState): Record<string, bigint> => {
  const positions = deviceIds.map((deviceId) => state.positions[deviceId]);
  return {
    stake: total(positions.map(countedStake)),
    cooling: total(positions.map(({ cooling }) => sumOf(cooling))),
    escrow: total(state.slashes.filter((one) => one.state.kind === 'escrow').map(escrowed)),
    job: total(state.jobs.map(({ mostPrice }) => jobPay(mostPrice, 'IO', state.parameters).renterPays)),
    estimate: sumOf(state.waiting),
    pool: total(poolNames.map((pool) => state.carry[pool])),
    burned: state.burned,
    emission: -state.minted,
    play: -state.granted,
  };
};

/** What the books of this state say that cannot be; empty when all is well. */
export const booksBroken = (state: WalkState): string[] => {
  const broken: string[] = [];
  const byLedger = ledgerByKind(state);
  for (const [kind, amount] of Object.entries(rulesByKind(state))) {
    const held = byLedger.get(kind) ?? 0n;
    if (held !== amount) broken.push(`${kind}: ${held} in the ledger, ${amount} by the rules`);
  }
  const holdings = total(
    [...byLedger].filter(([kind]) => !['emission', 'play', 'burned'].includes(kind)).map(([, held]) => held),
  );
  const issued = genesisTotal + state.granted + state.minted - state.burned;
  if (holdings !== issued) broken.push(`${holdings} are held, ${issued} were issued and not burned`);
  return broken;
};

/** Stake and cooling accounts of the ledger that are not what the positions say, holder by holder. */
export const stakeAccountsBroken = (state: WalkState): string[] =>
  deviceIds.flatMap((deviceId) => {
    const { ownerId, owner, supporters, cooling } = state.positions[deviceId];
    const said = new Map<Account, bigint>([[stakeOf(deviceId, ownerId), owner]]);
    for (const { holderId, amount } of supporters) said.set(stakeOf(deviceId, holderId), amount);
    for (const { id, amount } of cooling) said.set(coolingOf(deviceId, id), amount);
    const kept = [...state.balances].filter(
      ([account, balance]) =>
        balance !== 0n && account.startsWith(`device:${deviceId}:`) && ['stake', 'cooling'].includes(kindOf(account)),
    );
    return [
      ...kept.filter(([account, balance]) => said.get(account) !== balance).map(([account]) => account),
      ...[...said].filter(([account, amount]) => balanceOf(state, account) !== amount).map(([account]) => account),
    ];
  });

/** Holdings below zero, and issuing accounts above it. */
export const negatives = ({ balances, positions, waiting, carry }: WalkState): string[] => {
  const accounts = [...balances].filter(([account, balance]) =>
    accountKind(account) === 'issuer' ? balance > 0n : balance < 0n,
  );
  const stakes = Object.values(positions).flatMap(({ deviceId, owner, supporters, cooling }) => [
    ...(owner < 0n ? [`${deviceId} of its owner`] : []),
    ...[...supporters, ...cooling]
      // One who has nothing is no supporter, and an entry of nothing no entry.
      .filter(({ amount }) => amount <= 0n)
      .map(({ holderId }) => `${deviceId} of ${holderId}`),
  ]);
  return [
    ...accounts.map(([account]) => account),
    ...stakes,
    ...waiting.filter(({ amount }) => amount <= 0n).map(({ reference }) => reference),
    ...poolNames.filter((pool) => carry[pool] < 0n),
  ];
};
