/** The pace of each model's fleet, read from what was clocked in the last week. The rule of it is the domain's. */
import type { GpuModel } from '../../../shared/domain/hardware/catalogue.ts';
import { networkHoursMs } from '../../../shared/domain/parameters/record.ts';
import { type Pace, paceOfFleet, paceOfModel } from '../../../shared/domain/proof/pace.ts';
import type { Network } from '../network.ts';
import { trustedRecords } from './records.ts';

const fleetHours = 168;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] as number;

export interface Fleet {
  /** null while too few independent devices of the model were clocked. */
  paceOf(model: GpuModel): Pace | null;
  /** Reads the records again. */
  refresh(): Promise<void>;
}

export const createFleet = (keeper: Pick<Network, 'db' | 'clock' | 'parameters'>): Fleet => {
  let paces = new Map<string, Parameters<typeof paceOfFleet>[0]>();
  return {
    paceOf: (model) => paceOfFleet(paces.get(model.id) ?? [], paceOfModel(model)),
    refresh: async () => {
      const { clock, parameters } = keeper;
      const rows = await trustedRecords(keeper)
        .select(['model', 'accountId', 'walkBytesPerMs', 'fillBlocksPerMs'])
        .where('model', 'is not', null)
        .where('at', '>', clock.now() - networkHoursMs(fleetHours, parameters))
        .execute();
      const byModel = Map.groupBy(rows, ({ model }) => model ?? '');
      paces = new Map(
        [...byModel].map(([model, ofModel]) => [
          model,
          // One voice an owner, however many devices.
          [...Map.groupBy(ofModel, ({ accountId }) => accountId).values()].map((own) => ({
            walkBytesPerMs: median(own.map((row) => row.walkBytesPerMs)),
            fillBlocksPerMs: median(own.map((row) => row.fillBlocksPerMs)),
          })),
        ]),
      );
    },
  };
};
