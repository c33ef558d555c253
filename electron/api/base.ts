/** The contract with our services as context, and the failure boundary around every handler. */
import { implement } from '@orpc/server';
import { appContract } from '../../shared/contract/app/index.ts';
import { asAnswer } from './boundary.ts';
import type { Services } from './services.ts';

/**
 * Calls that decide something, by their place in the contract. The lock is no reason to look away from what happens, nor
 * to leave a seat's player waiting: reading, the seat and the lock itself are everybody's.
 */
const ownersOnly: ReadonlySet<string> = new Set([
  ...['control.start', 'control.pause', 'control.resume', 'control.finish', 'settings.update', 'worker.stop'],
  ...['worker.offerOwn', 'stake.prepare', 'stake.confirm', 'checks.start', 'checks.cancel'],
  ...['supports.begin', 'supports.prepare', 'supports.confirm'],
  'evidence.appeal',
  ...['community.openIssue', 'community.vote', 'community.ask', 'community.wantAnswer', 'community.propose'],
  'reports.file',
  ...['mending.start', 'mending.undo', 'mending.stop'],
]);

export const isOwnersOnly = (path: readonly string[]): boolean => ownersOnly.has(path.join('.'));

export const createBase = (services: Services) =>
  implement(appContract).use(async ({ next, path }) => {
    try {
      if (isOwnersOnly(path)) services.ownerLock.check();
      return await next();
    } catch (error) {
      throw asAnswer(error, services.log);
    }
  });

export type Base = ReturnType<typeof createBase>;
