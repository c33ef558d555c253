/**
 * The newest release in a few numbers, worked out once an hour and kept until the next one. Classes and tiers that few have
 * are counted together, by the same limits as countries in releases.
 */
import type { ExplorerSummary } from '../../../shared/contract/network/explorer.ts';
import { isLargeEnough } from '../../../shared/domain/releases/country.ts';
import type { ReleaseRow } from '../../../shared/domain/releases/row.ts';
import { noCoins } from '../../../shared/units/money.ts';
import { balancesOf } from '../../store/ledger.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { Network } from '../network.ts';
import { listReleases, type Release } from '../releases/reading.ts';
import { allRowsOf, describeBlock } from './blocks.ts';

interface Cell {
  readonly class: string;
  readonly tier: ReleaseRow['tier'];
  devices: number;
  cards: number;
  readonly owners: Set<string>;
}

const countRows = async (network: Pick<Network, 'db'>, { epoch, rows }: Release) => {
  const cells = new Map<string, Cell>();
  let staked = 0n;
  for await (const row of allRowsOf(network, { epoch, rows })) {
    const key = `${row.class}/${row.tier}`;
    const cell = cells.get(key) ?? { class: row.class, tier: row.tier, devices: 0, cards: 0, owners: new Set() };
    cell.devices += 1;
    cell.cards += row.count;
    cell.owners.add(row.owner_tag);
    cells.set(key, cell);
    staked += BigInt(row.stake);
  }
  return { staked, cells: [...cells.values()] };
};

const readFees = ({ db, clock }: Pick<Network, 'db' | 'clock'>): Promise<ExplorerSummary['fees']> =>
  inTransaction(db, async (trx) => {
    const held = await balancesOf(trx, ['fees:validators', 'fees:treasury', 'fees:community']);
    const [validators, treasury, community] = ['validators', 'treasury', 'community'].map((part) =>
      String(held.get(`fees:${part}`) ?? noCoins),
    ) as [string, string, string];
    return { validators, treasury, community, readAt: clock.now() };
  });

const summarise = async (network: Pick<Network, 'db' | 'clock'>, release: Release): Promise<ExplorerSummary> => {
  const { staked, cells } = await countRows(network, release);
  const shown = cells.filter(({ devices, owners }) => isLargeEnough(devices, owners.size));
  return {
    block: await describeBlock(network, release),
    staked: String(staked),
    cells: shown
      .toSorted((left, right) => right.devices - left.devices || (left.class < right.class ? -1 : 1))
      .map(({ class: name, tier, devices, cards }) => ({ class: name, tier, devices, cards })),
    otherDevices: release.rows - shown.reduce((sum, { devices }) => sum + devices, 0),
    fees: await readFees(network),
  };
};

/** @returns a reader of the newest summary; it says null before the first release */
export const createSummary = (network: Pick<Network, 'db' | 'clock'>): (() => Promise<ExplorerSummary | null>) => {
  let kept: { readonly epoch: number; readonly summary: Promise<ExplorerSummary> } | null = null;
  return async () => {
    const [newest] = await listReleases(network, { order: 'desc', after: null, limit: 1 });
    if (newest === undefined) return null;
    if (kept?.epoch === newest.epoch) return kept.summary;
    const summary = summarise(network, newest);
    kept = { epoch: newest.epoch, summary };
    // A failure is not kept: the next one who asks tries again.
    summary.catch(() => {
      kept = null;
    });
    return summary;
  };
};
