/** Turns what goes wrong between the app and the engine into problems a person is told about. Pure. */
import { isPerigeeError, PerigeeError } from '../../shared/contract/codes.ts';

/** The engine answered, and the answer was no. */
export class EngineRefusal extends Error {
  override readonly name = 'EngineRefusal';
  /** HTTP status of the engine's answer. */
  readonly status: number;
  /** The engine's own words; for logs and for the detail of a problem. */
  readonly detail: string;

  constructor(status: number, detail: string, options?: { cause?: unknown }) {
    super(`the engine answered ${status}: ${detail}`, options);
    this.status = status;
    this.detail = detail;
  }
}

export const isRefusal = (error: unknown, ...statuses: number[]): error is EngineRefusal =>
  error instanceof EngineRefusal && (statuses.length === 0 || statuses.includes(error.status));

/** A no that only says that there was nothing to do. @param words of the engine, such as `already paused` */
export const isStateAlready = (error: unknown, words: string): boolean =>
  isRefusal(error, 409, 500) && error.detail.toLowerCase().includes(words);

/** The engine went away or does not answer: whatever was asked may or may not have been done. */
export const isEngineLost = (error: unknown): error is PerigeeError =>
  isPerigeeError(error) && ['ENGINE_ABSENT', 'ENGINE_UNREACHABLE', 'ENGINE_DENIED'].includes(error.code);

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** @param socketPath the socket that was spoken to */
export const engineError = (error: unknown, socketPath: string): Error => {
  if (isPerigeeError(error) || error instanceof EngineRefusal) return error;
  const facts = (error ?? {}) as { statusCode?: unknown; json?: unknown; message?: unknown; code?: unknown };
  if (typeof facts.statusCode === 'number') {
    const answer = (facts.json ?? {}) as { message?: unknown };
    // For a streamed answer dockerode keeps the engine's words only inside its own message.
    const message = textOf(facts.message)?.replace(/^\(HTTP code \d+\) [^-]* - /, '');
    const detail = textOf(answer.message) ?? message ?? 'no reason given';
    return new EngineRefusal(facts.statusCode, detail.trim(), { cause: error });
  }
  if (facts.code === 'EACCES' || facts.code === 'EPERM') {
    return new PerigeeError('ENGINE_DENIED', { socketPath }, { cause: error });
  }
  return new PerigeeError('ENGINE_UNREACHABLE', { socketPath }, { cause: error });
};

/** @returns whether nothing lies at the socket's path, so that the engine is absent rather than silent */
export const isNoSocket = (error: unknown): boolean => {
  const cause = isPerigeeError(error) ? error.cause : error;
  const code = (cause as { code?: unknown } | null)?.code;
  return code === 'ENOENT' || code === 'ENOTDIR';
};
