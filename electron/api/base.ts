/** The contract with our services as context, and the failure boundary around every handler. */
import { implement } from '@orpc/server';
import { appContract } from '../../shared/contract/app/index.ts';
import { asAnswer } from './boundary.ts';
import type { Services } from './services.ts';

export const createBase = (services: Services) =>
  implement(appContract).use(async ({ next }) => {
    try {
      return await next();
    } catch (error) {
      throw asAnswer(error, services.log);
    }
  });

export type Base = ReturnType<typeof createBase>;
