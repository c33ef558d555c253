/**
 * What only a real GPU can show: figures beside the data sheet, steadiness, and a proof over the memory that a network
 * would ask for. Runs wherever the machine has one; elsewhere each is skipped and says so.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MeasureTask } from '../../electron/probe/messages.ts';
import type { CheckKind, Figure } from '../../shared/contract/app/checks.ts';
import type { Gpu } from '../../shared/contract/app/machine.ts';
import type { FillShare } from '../../shared/contract/network/proofs.ts';
import { modelOf } from '../../shared/domain/hardware/catalogue.ts';
import { referenceFor } from '../../shared/domain/hardware/reference.ts';
import { specFor } from '../../shared/domain/proof/difficulty.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import { proveAsAsked } from './network-proof.ts';
import { openRealCards } from './real-cards.ts';

const mib = 2 ** 20;
const never = new AbortController().signal;
const { pool, machine, inventory, cards } = await openRealCards();
const [first = null] = cards;
const title = first === null ? '(skipped: needs a GPU)' : `on ${first.name.value ?? first.id}`;
const subgroupSizes: Partial<Record<NonNullable<Gpu['vendor']['value']>, number[]>> = {
  nvidia: [32],
  amd: [32, 64],
  apple: [32],
  intel: [8, 16, 32],
};

afterAll(() => pool.close());

const plan = { windows: 15, budgetMs: 20_000, sustainMs: 0 };
const measured = async (task: MeasureTask): Promise<Figure> => {
  const { verdict, figure, detail } = await pool
    .for(first?.selector ?? null)
    .measure(task, { signal: never, deadlineMs: 180_000 });
  if (figure === null) throw new Error(`${task.kind}: ${verdict}, ${detail}`);
  return figure;
};
/** Share of the data sheet; null where the model has none. */
const shareOfSheet = (kind: CheckKind, figure: Figure): { share: number; expected: number } | null => {
  const model = first && modelOf({ pciId: first.pciId.value, name: first.name.value });
  const reference = model && referenceFor(model, kind, figure.unit);
  return reference ? { share: figure.median / reference.value, expected: reference.expectedRatio } : null;
};

describe.skipIf(first === null)(`a GPU ${title}`, () => {
  const adapterName = first?.adapterName ?? null;
  const workBytes = 2 ** 30;
  let read: Figure;

  beforeAll(async () => {
    read = await measured({ kind: 'memory_bandwidth', adapterName, bytes: workBytes, ...plan });
  });

  it('is listed once', () => {
    const addresses = inventory.gpus.map(({ pciAddress }) => pciAddress.value).filter((address) => address !== null);
    expect(new Set(addresses).size).toBe(addresses.length);
    const names = inventory.gpus.filter(({ kind }) => kind !== 'software').map(({ name }) => name.value);
    expect(names).toHaveLength(cards.length);
  });

  it('computes as wide as its maker builds', async () => {
    const adapters = await pool.listAdapters(never);
    const own = adapters.find(({ name }) => name === adapterName);
    const expected = subgroupSizes[first?.vendor.value ?? 'other'];
    if (own?.subgroupSize != null && expected) expect(expected).toContain(own.subgroupSize);
  });

  it('reaches its data sheet in fp32 and in reading, steadily', async () => {
    const fp32 = await measured({ kind: 'fp32_throughput', adapterName, ...plan });
    for (const held of [shareOfSheet('fp32_throughput', fp32), shareOfSheet('memory_bandwidth', read)])
      if (held !== null) expect(held.share).toBeGreaterThanOrEqual(held.expected);
    expect(fp32.cv).toBeLessThanOrEqual(0.02);
    expect(read.cv).toBeLessThanOrEqual(0.01);
  });

  it('reads at random at least three fifths as fast as in order', async () => {
    const random = await measured({ kind: 'random_read', adapterName, bytes: workBytes, ...plan });
    expect(random.median / read.median).toBeGreaterThanOrEqual(0.6);
  });

  it('takes no more from the host than its link carries', async () => {
    const upload = await measured({ kind: 'host_to_device', adapterName, bytes: 512 * mib, ...plan });
    const held = shareOfSheet('host_to_device', upload);
    if (held !== null) expect(held.share).toBeLessThanOrEqual(1);
  });

  it('proves bit for bit what the reference does', async () => {
    const spec = specFor({
      target: 'gpu',
      seed: randomBytes(32).toString('hex'),
      coverBytes: 6 * mib,
      maxShardBytes: 2 * mib,
      rounds: 2,
      lanes: 4096,
      steps: 16,
      expectedShares: 256,
    });
    const nonce = randomBytes(16).toString('hex');
    let fill: FillShare[] = [];
    const { shares } = await pool.for(first?.selector ?? null).prove(spec, adapterName, {
      signal: never,
      deadlineMs: 60_000,
      onCommit: async (committed) => {
        fill = committed;
        return nonce;
      },
    });
    const prover = createCpuProver(spec, async () => undefined);
    expect({ fill, walk: shares }).toEqual({ fill: await prover.fill(), walk: await prover.walk(nonce) });
  });

  it('keeps the deadlines of the proof that a network asks it for', async () => {
    if (first === null) throw new Error('no card');
    const { task, fillMs, walkMs, verdicts } = await proveAsAsked(pool, first);
    expect(verdicts).toEqual(['passed', 'passed']);
    expect(fillMs).toBeLessThan(task.fillDeadlineMs);
    expect(walkMs).toBeLessThan(task.walkDeadlineMs);
    expect(fillMs).toBeGreaterThan(task.fillFloorMs);
    expect(walkMs).toBeGreaterThan(task.walkFloorMs);
  });

  it('has clean memory, nearly all that is free of it, in the GPU', async () => {
    const total = first?.vramBytes.value ?? 2 ** 30;
    const { gpus } = await machine.readReadings(inventory, never);
    const used = gpus[first?.id ?? '']?.vramUsedBytes ?? 0.25 * total;
    const { verdict, coverage } = await pool.for(first?.selector ?? null).measure(
      {
        kind: 'vram_pattern',
        adapterName,
        bytes: Math.floor(0.98 * (total - used)),
        depth: 'quick',
        budgetMs: 20_000,
      },
      { signal: never, deadlineMs: 170_000 },
    );
    expect([verdict, coverage?.wrongWords, coverage?.slowShards]).toEqual(['passed', 0, 0]);
    expect((coverage?.coveredBytes ?? 0) / (total - used)).toBeGreaterThanOrEqual(0.95);
  });
});
