/**
 * Fills a network's tables with devices that were there, proved, staked and have supporters, by statements that make all of
 * them at once. What it makes is what the service itself would have written; it scores and pays nothing.
 */
import { cpuClaim } from '../../tests/network/play-device.ts';
import { askServer } from '../../tests/network/play-place.ts';

/** One device in so many has somebody who supports it. */
const devicesPerSupporter = 20;
const linkTestsEach = 12;
const proofsPerHour = 4;
const stake = 1_000n * 10n ** 8n;
const supportingStake = 200n * 10n ** 8n;

const accountOf = (n: string): string => `md5('account ' || ${n})::uuid::text`;
const deviceOf = (n: string): string => `'d' || left(md5('device ' || ${n}), 24)`;

interface Filling {
  readonly devices: number;
  /** Hours in which everybody is there. */
  readonly hours: number;
  /** Of the first. */
  readonly startsAt: number;
  readonly hourMs: number;
}

const statementsFor = ({ devices, hours, startsAt, hourMs }: Filling): string[] => {
  const all = `generate_series(1, ${devices}) as n`;
  const supported = `generate_series(1, ${devices}, ${devicesPerSupporter}) as n`;
  const later = startsAt - hourMs;
  const claim = JSON.stringify(cpuClaim).replace(
    '"class":"cpu"',
    `"class":"' || (array['cpu', 'software-gpu', 'RTX 4090', 'H100'])[1 + n % 4] || '"`,
  );
  const transfers = (kind: string, from: string): string =>
    `insert into transfers (idempotency_key, kind, device_id, epoch, reference, at)
      select '${kind}:load:' || n, '${kind}', ${deviceOf('n')}, null, ${deviceOf('n')}, ${later} from ${from}`;
  const postings = (kind: string, from: string, entries: readonly (readonly [string, bigint])[]): string =>
    `insert into postings (transfer_id, account, amount)
      select transfers.id, entry.account, entry.amount from ${from}
      join transfers on transfers.idempotency_key = '${kind}:load:' || n
      cross join lateral (values ${entries.map(([account, amount]) => `(${account}, ${amount}::numeric)`).join(', ')})
        as entry (account, amount)`;
  const staked = `'device:' || ${deviceOf('n')} || ':stake:' || ${accountOf('n')}`;
  const supporting = `'device:' || ${deviceOf('n')} || ':stake:' || ${accountOf('n + 1')}`;
  return [
    `insert into accounts (id, name, opened_at, compliance_level)
      select ${accountOf('n')}, 'load', ${later}, 1 from generate_series(1, ${devices + 1}) as n`,
    `insert into devices (id, public_key, account_id, name, claim, registered_at, verified_hours, proof_speed_bps, reported_state)
      select ${deviceOf('n')}, md5('key ' || n) || md5('key' || n), ${accountOf('n')}, 'load', ('${claim}')::jsonb, ${later},
        n % 200, 4000 + n % 6000, 'ready' from ${all}`,
    `insert into presence (device_id, epoch, minute_mask)
      select ${deviceOf('n')}, epoch, (1::int8 << 60) - 1 - (1::int8 << (n % 50)::int4) from ${all}, generate_series(0, ${hours - 1}) as epoch`,
    `insert into link_tests (device_id, at, down_mbps, up_mbps)
      select ${deviceOf('n')}, ${later} + test, 100 + (n * 7 + test * 13) % 1700, 50 + (n * 3 + test * 11) % 1300
      from ${all}, generate_series(1, ${linkTestsEach}) as test`,
    `insert into challenges (id, device_id, epoch, parts, fill_deadline_ms, walk_deadline_ms, sent_at, state, decided_epoch, decided_at)
      select md5('proof ' || n || ' ' || epoch || ' ' || proof)::uuid::text, ${deviceOf('n')}, epoch, '[]', 0, 0, ${startsAt},
        case when (n + proof) % 9 = 0 then 'failed' else 'passed' end, epoch, ${startsAt}
      from ${all}, generate_series(0, ${hours - 1}) as epoch, generate_series(1, ${proofsPerHour}) as proof`,
    transfers('grant', all),
    postings('grant', all, [
      [`'play'`, -stake],
      [staked, stake],
    ]),
    `insert into supporters (device_id, holder_id, is_in) select ${deviceOf('n')}, ${accountOf('n + 1')}, true from ${supported}`,
    `insert into offers (device_id, share_bps, is_open, tier_level, uptime_bps, required, staked, capacity, room, supporters, recent_slashes, read_at)
      select ${deviceOf('n')}, 3000, true, 1, 10000, ${stake}, ${stake}, ${stake * 4n}, 0, 1, 0, ${later} from ${supported}`,
    transfers('stake', supported),
    postings('stake', supported, [
      [`'play'`, -supportingStake],
      [supporting, supportingStake],
    ]),
    'analyze',
  ];
};

/** On a connection of its own, which has no limit of time: all in one transaction, as the ledger's rules ask. */
export const fillNetwork = async (databaseUrl: string, filling: Filling): Promise<void> => {
  await askServer(databaseUrl, statementsFor(filling).join(';\n'));
};
