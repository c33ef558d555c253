/** Questions to those who run the network, the accounts that want them answered, and the answers. */
import { randomBytes } from 'node:crypto';
import type { Question } from '../../../shared/contract/network/questions.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { inTransaction, type Trx } from '../../store/transaction.ts';
import type { Network } from '../network.ts';

type Keeper = Pick<Network, 'db' | 'clock' | 'parameters'>;

/** What one account may ask, so that nobody writes the list full. */
export const mostAsked = { most: 3, hours: 24 } as const;

const withVotes = (db: Network['db'] | Trx) =>
  db.selectFrom('questions').select(({ selectFrom }) => [
    ...(['id', 'text', 'askedAt', 'answer', 'answeredAt'] as const),
    selectFrom('questionVotes')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .whereRef('questionVotes.questionId', '=', 'questions.id')
      .as('votes'),
  ]);
type Row = Awaited<ReturnType<ReturnType<typeof withVotes>['execute']>>[number];

const described = ({ id, text, askedAt, answer, answeredAt, votes }: Row): Question => ({
  ...{ id, text, askedAt, votes: Number(votes ?? 0) },
  answer: answer === null || answeredAt === null ? null : { text: answer, at: answeredAt },
});

const questionNamed = async (trx: Trx, id: string): Promise<Question | null> => {
  const row = await withVotes(trx).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : described(row);
};

/** Those with most votes first, the oldest of as many. */
export const listQuestions = async (
  { db }: Pick<Keeper, 'db'>,
  asked: { readonly is?: 'waiting' | 'answered' | undefined; readonly skip: number; readonly limit: number },
): Promise<Question[]> => {
  const questions = withVotes(db).orderBy('votes', 'desc').orderBy('askedAt').orderBy('id');
  const wanted =
    asked.is === undefined ? questions : questions.where('answer', asked.is === 'waiting' ? 'is' : 'is not', null);
  return (await wanted.offset(asked.skip).limit(asked.limit).execute()).map(described);
};

/** Asks, and is the first who wants the answer. */
export const askQuestion = (
  { db, clock, parameters }: Keeper,
  accountId: string,
  text: string,
): Promise<Question | 'TOO_MANY_QUESTIONS'> =>
  inTransaction(db, async (trx) => {
    const askedAt = clock.now();
    const { count } = await trx
      .selectFrom('questions')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('accountId', '=', accountId)
      .where('askedAt', '>', askedAt - networkHoursMs(mostAsked.hours, parameters))
      .executeTakeFirstOrThrow();
    if (Number(count) >= mostAsked.most) return 'TOO_MANY_QUESTIONS';
    const id = `q${randomBytes(8).toString('hex')}`;
    await trx
      .insertInto('questions')
      .values({ id, accountId, text, askedAt, answer: null, answeredAt: null })
      .execute();
    await trx.insertInto('questionVotes').values({ questionId: id, accountId }).execute();
    const question = await questionNamed(trx, id);
    if (question === null) throw new Error(`the question ${id} was not kept`);
    return question;
  });

/** @returns null when there is no such question */
export const voteForQuestion = (
  { db }: Pick<Keeper, 'db'>,
  accountId: string,
  questionId: string,
): Promise<Question | null> =>
  inTransaction(db, async (trx) => {
    if ((await questionNamed(trx, questionId)) === null) return null;
    await trx
      .insertInto('questionVotes')
      .values({ questionId, accountId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return questionNamed(trx, questionId);
  });

/** @returns null when there is no such question */
export const answerQuestion = (
  { db, clock }: Pick<Keeper, 'db' | 'clock'>,
  questionId: string,
  answer: string,
): Promise<Question | null> =>
  inTransaction(db, async (trx) => {
    await trx.updateTable('questions').set({ answer, answeredAt: clock.now() }).where('id', '=', questionId).execute();
    return questionNamed(trx, questionId);
  });
