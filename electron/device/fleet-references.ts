/**
 * Keeps what the network knows of this PC's models, so that a check has the fleet's middle to be held against. Asks once
 * for each model of a network; a network that does not answer leaves the data sheet's figures.
 */
import type { CheckKind, Reference } from '../../shared/contract/app/checks.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';

/** The fleet's own middle: an honest device of it lies near. */
const expectedRatio = 0.9;

interface FleetSource {
  fleet(model: string): Promise<NetworkOutputs['fleet']['figures']>;
}

export interface FleetReferences {
  /** null while too few devices have told, and before the network has answered. */
  of(model: string, kind: CheckKind): Reference | null;
  /** @param source null: no network */
  refresh(source: FleetSource | null, models: readonly string[]): void;
}

export const createFleetReferences = (onError: (error: unknown) => void): FleetReferences => {
  let asked: FleetSource | null = null;
  const known = new Map<string, NetworkOutputs['fleet']['figures']['medians'] | null>();
  return {
    of: (model, kind) => {
      const told = known.get(model)?.[kind];
      return told ? { value: told.median, source: 'fleet', url: null, expectedRatio } : null;
    },
    refresh: (source, models) => {
      if (source !== asked) known.clear();
      asked = source;
      if (source === null) return;
      for (const model of models.filter((each) => !known.has(each))) {
        known.set(model, null);
        source.fleet(model).then(
          ({ medians }) => {
            if (asked === source) known.set(model, medians);
          },
          (error: unknown) => {
            known.delete(model);
            onError(error);
          },
        );
      }
    },
  };
};
