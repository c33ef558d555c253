/**
 * Public data at the owner's desk: the hours that the network published, rows with the account's own marked, and one hour
 * verified on this PC from its files alone. It keeps nothing of what it reads.
 */
import type { HourDetail, PublishedHour, PublishedRow, VerifiedHour } from '../../shared/contract/app/releases.ts';
import { PerigeeError } from '../../shared/contract/codes.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import { readSignatures } from '../../shared/domain/releases/manifest.ts';
import { verdictOf } from '../../shared/domain/releases/verdict.ts';
import { verifyRelease } from '../../shared/domain/releases/verify.ts';
import { isSignedBy } from '../link/ed25519.ts';
import type { ReleaseLink } from '../link/release-link.ts';
import type { Membership } from './participation.ts';

/** This PC on its network, as far as open data is concerned. */
export interface ReleaseReader {
  readonly releases: ReleaseLink;
  readonly deviceId: string;
  /** The account of the device is this owner's. */
  readonly isOwner: boolean;
  /** As this network's parameters name it. */
  readonly networkKey: string;
}

export const releaseReaderOf = ({
  link,
  device,
  network,
  coins,
}: Pick<Membership, 'link' | 'device' | 'network' | 'coins'>): ReleaseReader => ({
  releases: link.releases,
  deviceId: device.id,
  isOwner: coins !== null,
  networkKey: network.parameters.networkKey,
});

/** null from any of them: this device has not joined. They throw what the link throws. */
export interface ReleaseDesk {
  list(before: string | undefined): Promise<{ hours: PublishedHour[]; next: string | null } | null>;
  read(blockId: string): Promise<HourDetail | 'not_found' | null>;
  rows(asked: {
    blockId: string;
    of: string | undefined;
    after: number;
  }): Promise<{ rows: PublishedRow[]; next: number | null } | 'not_found' | null>;
  /** @throws the signal's reason when it is aborted between two answers of the network */
  verify(blockId: string, signal: AbortSignal | undefined): Promise<VerifiedHour | 'not_found' | null>;
}

type Block = NetworkOutputs['explorer']['blocks']['blocks'][number];
type WireRow = NetworkOutputs['explorer']['rows']['rows'][number];

const rowsAtOnce = 25;
/** Faults of each kind of check that are told. */
const mostFaults = 50;

const hourOf = (block: Block): PublishedHour => ({
  ...block,
  emission: BigInt(block.emission),
  paid: BigInt(block.paid),
  carry: BigInt(block.carry),
  burned: BigInt(block.burned),
  supply: BigInt(block.supply),
});

const rowOf = ({ line, row }: WireRow, ownTag: string | null): PublishedRow => ({
  line,
  isOwn: row.owner_tag === ownTag,
  row: {
    ...row,
    stake: BigInt(row.stake),
    required: BigInt(row.required),
    reward: BigInt(row.reward),
    owner_part: BigInt(row.owner_part),
    supporters_part: BigInt(row.supporters_part),
    slashed: BigInt(row.slashed),
  },
});

/** The tag that this device's owner has in that hour's quarter; null where the device has no row, or is another's. */
const ownTagIn = async ({ releases, deviceId, isOwner }: ReleaseReader, blockId: string): Promise<string | null> => {
  if (!isOwner) return null;
  const found = await releases.rows({ blockId, of: deviceId, limit: 1 });
  return found?.rows[0]?.row.owner_tag ?? null;
};

const rowsOf = async (
  releases: ReleaseLink,
  asked: { blockId: string; of: string | undefined; after: number },
  ownTag: string | null,
): Promise<{ rows: PublishedRow[]; next: number | null } | 'not_found'> => {
  const page = await releases.rows({ ...asked, limit: rowsAtOnce });
  if (page === null) return 'not_found';
  const isFirstOfAll = ownTag !== null && asked.of === undefined && asked.after === 0;
  const own = isFirstOfAll ? await releases.rows({ blockId: asked.blockId, of: ownTag, limit: rowsAtOnce }) : null;
  const first = own?.rows ?? [];
  const others = page.rows.filter(({ line }) => first.every((shown) => shown.line !== line));
  return { rows: [...first, ...others].map((row) => rowOf(row, ownTag)), next: page.next };
};

const unreadable = (): PerigeeError =>
  new PerigeeError('MALFORMED_MESSAGE', { what: 'releases.file', detail: 'the manifest cannot be read' });

export const createReleaseDesk = (reader: () => ReleaseReader | null): ReleaseDesk => ({
  list: async (before) => {
    const page = await reader()?.releases.blocks(before);
    return page === undefined ? null : { hours: page.blocks.map(hourOf), next: page.next };
  },
  read: async (blockId) => {
    const { releases } = reader() ?? {};
    if (releases === undefined) return null;
    const [block, published] = await Promise.all([releases.block(blockId), releases.published(blockId)]);
    if (block === null || published === null) return 'not_found';
    const { manifest, files } = published;
    if (manifest === null) throw unreadable();
    const signatures = readSignatures(Buffer.from(files.signatures).toString('latin1')).value ?? [];
    return {
      hour: hourOf(block),
      previous: manifest.previous,
      merkleRoot: manifest.merkle_root,
      parametersVersion: manifest.parameters.version,
      granted: BigInt(manifest.totals.granted),
      signatures: signatures.map(({ by, key }) => ({ by, key })),
    };
  },
  rows: async (asked) => {
    const joined = reader();
    if (joined === null) return null;
    return rowsOf(joined.releases, asked, await ownTagIn(joined, asked.blockId));
  },
  verify: async (blockId, signal) => {
    const joined = reader();
    if (joined === null) return null;
    const published = await joined.releases.published(blockId, signal);
    if (published === null) return 'not_found';
    const { files, before } = published;
    const verified = await verifyRelease({
      ...{ blockId, files, isSignedBy },
      before: before?.release ?? null,
      corrections: [],
      keys: { network: [joined.networkKey], validators: [] },
      most: mostFaults,
    });
    return {
      blockId,
      rows: verified.rows,
      checks: verdictOf({
        codes: verified.findings.map(({ code }) => code),
        leftOut: verified.leftOut,
        manifest: verified.release?.manifest ?? null,
        hasBefore: before !== null,
      }),
      faults: verified.findings.map(({ blockId: _, ...fault }) => fault),
      leftOut: verified.leftOut,
    };
  },
});
