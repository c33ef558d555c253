/** The one way to ask a provider, so that whatever it throws goes no further. */
import type { Network } from '../network.ts';

/** @returns null when the provider failed; what it throws may name a person, so none of its words are written down */
export const fromProvider = async <Said>(
  { log }: Pick<Network, 'log'>,
  caseId: string,
  ask: () => Promise<Said>,
): Promise<Said | null> => {
  try {
    return await ask();
  } catch {
    log.warn('compliance_provider_failed', { caseId });
    return null;
  }
};
