/**
 * Ask me anything: questions by accounts to those who run the network, ordered by how many accounts want to hear the
 * answer. Who asked is told to nobody.
 */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { accountErrors } from './accounts.ts';
import { timeSchema } from './amounts.ts';
import { operatorErrors } from './operators.ts';

const questionId = z.string().max(64);

export const questionSchema = z.object({
  id: questionId,
  text: z.string(),
  askedAt: timeSchema,
  /** Accounts that want to hear the answer. */
  votes: z.number().int().nonnegative(),
  /** null: not answered yet. */
  answer: z.object({ text: z.string(), at: timeSchema }).nullable(),
});
export type Question = z.infer<typeof questionSchema>;

const QUESTION_NOT_FOUND = { status: 404 } as const;
const member = oc.errors(accountErrors);

export const questionsContract = {
  list: oc
    .route({
      method: 'GET',
      path: '/questions',
      tags: ['community'],
      summary: 'Questions, those with most votes first',
    })
    .input(
      z.object({
        is: z.enum(['waiting', 'answered']).optional(),
        /** How many are known already. */
        skip: z.coerce.number().int().min(0).max(10_000).default(0),
        limit: z.coerce.number().int().min(1).max(100).default(25),
      }),
    )
    .output(z.object({ questions: z.array(questionSchema) })),
  ask: member
    .route({ method: 'POST', path: '/questions', tags: ['community'], summary: 'Ask those who run the network' })
    .input(z.object({ text: z.string().trim().min(1).max(500) }))
    .output(questionSchema)
    .errors({
      TOO_MANY_QUESTIONS: { status: 429, data: z.object({ most: z.number().int(), hours: z.number().int() }) },
    }),
  /** One an account; the same again changes nothing. */
  vote: member
    .route({
      method: 'POST',
      path: '/questions/{questionId}/votes',
      tags: ['community'],
      summary: 'Want an answer too',
    })
    .input(z.object({ questionId }))
    .output(questionSchema)
    .errors({ QUESTION_NOT_FOUND }),
  /** Another answer takes the place of the one before. */
  answer: oc
    .errors(operatorErrors)
    .route({
      method: 'POST',
      path: '/questions/{questionId}/answer',
      tags: ['operators'],
      summary: 'Answer a question',
    })
    .input(z.object({ questionId, text: z.string().trim().min(1).max(4_000) }))
    .output(questionSchema)
    .errors({ QUESTION_NOT_FOUND }),
};
