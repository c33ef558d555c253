/**
 * Samples of what `npm run faults -- network` does ten thousand times: the connection is lost at any statement, before it
 * was done or after, with the process or without it, and the books are those of a life that nobody disturbed.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Grounds, makeFolderGrounds, makeServerGrounds } from '../../scripts/faults/network/grounds.ts';
import { strikeLives } from '../../scripts/faults/network/kills.ts';
import { disorderMessages } from '../../scripts/faults/network/messages.ts';
import { readProvisionFacts } from '../../scripts/provision/facts.ts';
import { isOnPostgres } from './play-place.ts';

const kills = 40;
let grounds: Grounds;

beforeAll(async () => {
  const server = isOnPostgres ? (await readProvisionFacts())?.postgres : null;
  grounds = server ? await makeServerGrounds(server) : await makeFolderGrounds();
}, 60_000);
afterAll(() => grounds.remove());

describe('a network whose connection is lost at any statement', () => {
  it(`pays, slashes and gives back once, to the base unit as if nothing had been: ${kills} kills`, async () => {
    const report = await strikeLives(grounds, { kills, seed: 20_261_126, only: null });
    expect(report.failures).toEqual([]);
    expect(report.kills).toBe(kills);
    expect(Object.keys(report.byKind)).toEqual(['cut_after', 'cut_before', 'killed_after', 'killed_before']);
    expect(report.byMoment.commit).toBeGreaterThan(0);
    expect(report.byMoment.in_transaction).toBeGreaterThan(0);
  }, 300_000);
});

describe('a network whose messages come twice, late and out of order', () => {
  it('keeps the books that it would have kept, with an imbalance of 0: one life of some 300 messages', async () => {
    const report = await disorderMessages(grounds, { messages: 1, seed: 20_261_126, only: null });
    expect(report.failures).toEqual([]);
    expect(report.messages).toBeGreaterThan(300);
    expect(report.again + report.late).toBeGreaterThan(report.messages / 5);
  }, 300_000);
});
