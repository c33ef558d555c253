import { describe, expect, it } from 'vitest';
import { createJobLog, type JobLog } from './job-log.ts';

const say = (log: JobLog, text: string): void => log.push({ at: 0, source: 'renter', stream: 'stdout', text });
const read = async (log: JobLog, signal = new AbortController().signal): Promise<string[]> => {
  const texts: string[] = [];
  for await (const { text } of log.follow(signal)) texts.push(text);
  return texts;
};

describe('the log of a job', () => {
  it('gives a reader the lines so far, then each as it comes, until the end', async () => {
    const log = createJobLog();
    say(log, 'one');
    const reading = read(log);
    await Promise.resolve();
    say(log, 'two');
    say(log, 'three');
    log.end();
    expect(await reading).toEqual(['one', 'two', 'three']);
    expect(await read(log)).toEqual(['one', 'two', 'three']);
  });

  it('lets each reader go on its own', async () => {
    const log = createJobLog();
    const leaving = new AbortController();
    const left = read(log, leaving.signal);
    const stays = read(log);
    leaving.abort();
    expect(await left).toEqual([]);
    say(log, 'one');
    log.end();
    expect(await stays).toEqual(['one']);
  });

  it('keeps the newest 2,000 lines and their numbers', async () => {
    const log = createJobLog();
    for (let line = 0; line < 2500; line += 1) say(log, String(line));
    log.end();
    expect(log.lines()).toHaveLength(2000);
    expect(log.lines()[0]).toMatchObject({ seq: 500, text: '500' });
    expect((await read(log)).at(-1)).toBe('2499');
  });
});
