/** Runs one hour of an economy from its start to its end, in the order in which a network does it. */
import { noMinutes } from '../../shared/domain/presence/minutes.ts';
import { attend } from './attendance.ts';
import { hourOf } from './calendar.ts';
import { close } from './closing.ts';
import { compoundAll } from './compounding.ts';
import { endCases } from './court.ts';
import type { Economy } from './economy.ts';
import { join } from './joining.ts';
import { testLinks } from './link.ts';
import { hireSome, passRentals } from './market.ts';
import { manageStakes, releaseCooled } from './owner-stake.ts';
import { proveAll } from './proofs.ts';
import { review } from './reviews.ts';
import { endSupport, manageSupport } from './support.ts';
import { emptyTrace } from './trace.ts';

/** Who is there, and how that counts. A machine under no name is nowhere. */
const takePresence = (economy: Economy, hour: ReturnType<typeof hourOf>): void => {
  for (const machine of economy.machines) {
    if (machine.devices.length === 0) {
      machine.present = noMinutes;
      continue;
    }
    machine.present = attend(machine, hour, economy.random);
    machine.hours += 1;
  }
  for (const device of economy.active) device.uptime.add({ present: device.machine.present, served: hour.served });
};

/** After it `economy.trace` holds what the hour did, for the invariants. */
export const runHour = (economy: Economy): void => {
  const hour = hourOf(economy.hour, economy.parameters);
  economy.ledger.turn();
  economy.trace = emptyTrace();

  endSupport(economy, hour.startsAt);
  releaseCooled(economy, hour.startsAt);
  compoundAll(economy, hour);
  manageStakes(economy, hour);
  manageSupport(economy, hour);
  join(economy, hour);
  hireSome(economy, hour);

  takePresence(economy, hour);
  testLinks(economy, hour);
  proveAll(economy, hour);

  close(economy, hour);
  passRentals(economy, hour);
  review(economy, hour);
  endCases(economy, hour);
  economy.hour += 1;
};
