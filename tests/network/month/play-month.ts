/** Plays the calendar on a network of its own, reconciling on the way and at the end. */
import { inBaseUnits } from '../../../shared/units/money.ts';
import { type PlayChange, startPlayNetwork } from '../play-network.ts';
import { io } from '../supported-device.ts';
import { calendar } from './calendar.ts';
import { assemble } from './cast.ts';
import { liveHour } from './living.ts';
import { type Reconciled, reconcile } from './reconciling.ts';

/** Often enough that a fault is found near its hour. */
const reconcileEvery = 60;

/** @param hours  of the calendar that are lived; those that the network sleeps through come on top */
export const playMonth = async (hours: number, change: PlayChange): Promise<Reconciled> => {
  const network = await startPlayNetwork({
    ...change,
    parameters: { requiredStakeUnit: inBaseUnits(io(1_000)), grant: inBaseUnits(io(20_000)), payoutEveryHours: 168 },
  });
  try {
    const cast = await assemble(network);
    for (let hour = 0; hour < hours; hour += 1) {
      for (const move of calendar.get(hour) ?? []) await move(network, cast);
      await liveHour(network, cast);
      if (hour % reconcileEvery === reconcileEvery - 1) await reconcile(network, cast);
    }
    return await reconcile(network, cast);
  } finally {
    await network.close();
  }
};
