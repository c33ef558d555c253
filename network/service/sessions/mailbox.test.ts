import { describe, expect, it } from 'vitest';
import { createMailbox } from './mailbox.ts';

describe('a mailbox', () => {
  it('hands over what came before and during the reading, in order', async () => {
    const mailbox = createMailbox<number>();
    mailbox.put(1);
    const reader = mailbox.read();
    expect(await reader.next()).toEqual({ done: false, value: 1 });
    const second = reader.next();
    mailbox.put(2);
    expect(await second).toEqual({ done: false, value: 2 });
  });

  it('ends the reading when it is closed, and at once when its reader is cancelled', async () => {
    const closed = createMailbox<number>();
    closed.put(1);
    closed.close();
    closed.put(2);
    const seen: number[] = [];
    for await (const item of closed.read()) seen.push(item);
    expect(seen).toEqual([1]);
    const cancel = new AbortController();
    const waiting = createMailbox<number>().read(cancel.signal).next();
    cancel.abort();
    expect((await waiting).done).toBe(true);
  });

  it('closes itself rather than grow without end', async () => {
    const mailbox = createMailbox<number>();
    for (let item = 0; item < 1_001; item += 1) mailbox.put(item);
    let count = 0;
    for await (const _ of mailbox.read()) count += 1;
    expect(count).toBe(1_000);
  });
});
