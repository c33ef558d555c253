/** The operators' command line about rules and public affairs, on a network that a test plays. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operate as operateHere } from '../../network/operator/command-line.ts';
import { openOperatorKey } from '../../network/operator/key-file.ts';
import { createManualClock } from '../fakes/manual-clock.ts';
import { createPlayKey } from './play-key.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';

let dir: string;
let network: PlayNetwork;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-operate-'));
  const { publicKey } = openOperatorKey(join(dir, 'operator.key'));
  // Requests are signed with the time of day.
  network = await startPlayNetwork({ operatorKeys: [publicKey], clock: createManualClock(Date.now()) });
});
afterAll(async () => {
  await network.close();
  rmSync(dir, { recursive: true });
});

/** @returns what it answered as JSON, or the code with which it was refused */
const operate = async (...words: string[]): Promise<unknown> => {
  let [answered, failed] = ['', ''];
  const where = ['--network', network.running.url, '--key', join(dir, 'operator.key'), '--json'];
  const code = await operateHere([...words, ...where], {
    input: Readable.from(['']),
    out: (text) => {
      answered += text;
    },
    err: (text) => {
      failed += text;
    },
  });
  return code === 0 ? JSON.parse(answered) : (JSON.parse(failed) as { code: string }).code;
};
const anybody = () => createPlayKey(network.running.url, network.clock.now);
const opened = async (): Promise<string> =>
  ((await operate('open-issue', 'parameter', 'Weights', 'Others.')) as { id: string }).id;

describe('operate', () => {
  it('announces a change with its notice, and stops actions at once', async () => {
    const { hourMs } = network.parameters;
    const issue = await opened();
    const now = network.clock.now();
    const announced = { change: { key: 'payoutEveryHours', value: 24, class: 'user_affecting', issue } };
    expect(await operate('announce', 'payoutEveryHours', '24', issue)).toMatchObject(announced);
    const technical = (await operate('announce', 'shadowEvery', '4', issue)) as { change: { effectiveAt: number } };
    expect(technical.change.effectiveAt).toBe(now - (now % hourMs) + hourMs);
    expect(await operate('pause', 'stake,payout', issue)).toMatchObject({ change: { class: 'emergency' } });
    expect(await anybody().ok('GET', '/v1/parameters')).toMatchObject({
      parameters: { pausedActions: ['stake', 'payout'] },
      announced: [{ key: 'shadowEvery' }, { key: 'payoutEveryHours' }],
    });
    expect(await operate('changes')).toMatchObject([
      announced,
      { change: { value: 4 } },
      { change: { expiresAt: expect.any(Number) } },
    ]);
    expect([
      await operate('announce', 'hourMs', '1', issue),
      await operate('announce', 'shadowEvery', '{', issue),
    ]).toEqual(['SETTINGS_INVALID', 'SETTINGS_INVALID']);
    expect(await operate('announce', 'shadowEvery', '4', 'i0')).toBe('ISSUE_NOT_FOUND');
    expect(await operate('pause', 'everything', issue)).toBe('VALUE_NOT_ALLOWED');
  });

  it('looks after issues, notices, questions, the roadmap and deeds', async () => {
    const issue = await opened();
    expect(await operate('step', issue, 'triaged', '--reason', 'Seen.')).toMatchObject({ state: 'triaged' });
    expect(await operate('step', issue, 'scheduled')).toBe('SETTINGS_INVALID');
    expect(await operate('step', issue, 'scheduled', '--until', '2999-01-01')).toBe('NOT_NEXT');
    expect(await operate('redact', issue, 'Weights', '[a name]')).toMatchObject({ text: '[a name]' });
    expect(((await operate('issues')) as unknown[]).length).toBe(2);
    expect(await operate('notice', 'maintenance', 'A rest.', '--until', '2999-01-01')).toMatchObject({
      id: expect.any(Number),
    });
    const somebody = anybody();
    const { id: accountId } = await somebody.ok('POST', '/v1/accounts', { name: 'Ada' });
    const { id } = await somebody.ok('POST', '/v1/questions', { text: 'When?' });
    expect(await operate('questions')).toMatchObject([{ id, votes: 1 }]);
    expect(await operate('answer-question', String(id), 'Soon.')).toMatchObject({ answer: { text: 'Soon.' } });
    expect(await operate('road', 'first', 'planned', 'First', '', '--until', '2999-01-01')).toMatchObject({
      id: 'first',
    });
    expect(await operate('deed', 'b1', String(accountId), 'bug-major')).toEqual({ points: 500, level: 'pilot' });
    expect(await operate('deed', 'd1', String(accountId), 'merged_document')).toMatchObject({ points: 550 });
    expect(await operate('deed', 'd2', String(accountId), 'kindness')).toBe('SETTINGS_INVALID');
  });
});
