/** How many transfers a second the ledger takes, many in a transaction, from one who posts and from several at once. */
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../network/service/system-clock.ts';
import { post } from '../../network/store/ledger.ts';
import { openStore } from '../../network/store/open-store.ts';
import { inTransaction, watchTransactions } from '../../network/store/transaction.ts';
import { wallet } from '../../shared/domain/ledger/account.ts';
import { move, transfer } from '../../shared/domain/ledger/posting.ts';
import { silentLog } from '../../shared/log.ts';
import { inBaseUnits } from '../../shared/units/money.ts';

/** Of one transaction, as an hour is closed. */
const transfersAtOnce = 50;

export interface Posted {
  /** Who posted at once. */
  readonly hands: number;
  readonly postingsPerSecond: number;
  /** Transactions that were begun again, since another came in between. */
  readonly conflicts: number;
  /** Of all accounts; 0n, or coins came from nowhere. */
  readonly imbalance: bigint;
}

export const postHard = async (databaseUrl: string, seconds: number, hands: number): Promise<Posted> => {
  const store = await openStore({ databaseUrl, clock: systemClock, log: silentLog });
  const { db } = store;
  let conflicts = 0;
  watchTransactions(db, {
    conflicted: () => {
      conflicts += 1;
    },
    posted: () => undefined,
  });
  for (let hand = 0; hand < hands; hand += 1) {
    const head = { idempotencyKey: `load:${hands}:${hand}`, kind: 'grant', reference: String(hand) } as const;
    const gift = transfer(head, move('play', wallet(`load-${hand}`), inBaseUnits(10n ** 12n)));
    await inTransaction(db, (trx) => post(trx, gift, { deviceId: null, epoch: null, at: Date.now() }));
  }
  const until = performance.now() + seconds * 1_000;
  let postings = 0;
  const beganAt = performance.now();
  /** Coins of each hand's own, as what different devices are paid touches different accounts. */
  const work = async (hand: number): Promise<void> => {
    const purse = wallet(`load-${hand}`);
    while (performance.now() < until) {
      await inTransaction(db, async (trx) => {
        for (let n = 0; n < transfersAtOnce; n += 1) {
          const id = randomUUID();
          const head = { idempotencyKey: `load:${id}`, kind: 'grant', reference: id } as const;
          const gift = transfer(head, move(purse, wallet(`load-${hand}-${n}`), inBaseUnits(1n)));
          await post(trx, gift, { deviceId: null, epoch: null, at: Date.now() });
        }
      });
      postings += transfersAtOnce * 2;
    }
  };
  await Promise.all(Array.from({ length: hands }, (_, hand) => work(hand)));
  const perSecond = postings / ((performance.now() - beganAt) / 1_000);
  const { sum } = await db
    .selectFrom('postings')
    .select(({ fn }) => fn.sum<bigint | null>('amount').as('sum'))
    .executeTakeFirstOrThrow();
  await store.close();
  return { hands, postingsPerSecond: perSecond, conflicts, imbalance: sum ?? 0n };
};
