/**
 * The one place where a handler's failure becomes an answer: expected failures keep their code and data, anything else
 * is logged with an id and answered as INTERNAL with that id.
 */
import { randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import { isPerigeeError } from '../../shared/contract/codes.ts';
import type { Log } from '../../shared/log.ts';

export const asAnswer = (error: unknown, log: Log): unknown => {
  if (error instanceof ORPCError) return error;
  if (isPerigeeError(error)) return new ORPCError(error.code, { data: error.data, cause: error });
  if (error instanceof Error && error.name === 'AbortError')
    return new ORPCError('CANCELLED', { data: {}, cause: error });
  const id = randomUUID();
  log.error('handler_failed', { id, detail: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  return new ORPCError('INTERNAL', { data: { id }, cause: error });
};
