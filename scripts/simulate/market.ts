/** Renters: who is hired, for how long, what is paid at the end, and what being away in a contract comes to. */
import { jobPay, jobPrice } from '../../shared/domain/ledger/job-fees.ts';
import { jobHoldTransfer, jobPayTransfers } from '../../shared/domain/ledger/job-transfers.ts';
import { confirmTransfer, payoutTransfer } from '../../shared/domain/ledger/reward-transfers.ts';
import { countMinutes, hourMinutes } from '../../shared/domain/presence/minutes.ts';
import { hiredMinutesNeeded, mostOfflineHours } from '../../shared/domain/slashing/thresholds.ts';
import { type BaseUnits, inBaseUnits } from '../../shared/units/money.ts';
import type { Hour } from './calendar.ts';
import { charge } from './court.ts';
import type { Device } from './device.ts';
import { type Case, type Economy, nextMove, postAll, walletOf } from './economy.ts';
import {
  firstHourMinutes,
  hiredPerMillionHours,
  hireHours,
  madeUpFoundPerMillionHours,
  rentDivisor,
  renterEndsPerMillionHours,
} from './habits.ts';
import type { Rental } from './rental.ts';

const hire = (economy: Economy, hour: Hour, device: Device): void => {
  const { random, cast } = economy;
  const renterId = cast.renterIds[random.below(cast.renterIds.length, 'renter', device.stream, hour.number)];
  if (renterId === undefined) return;
  const hours = random.between(...hireHours, 'hire_length', device.stream, hour.number);
  const hourlyPrice = inBaseUnits(device.required / rentDivisor);
  const mostPrice = jobPrice(hourlyPrice, hours * hourMinutes, 'completion');
  if (walletOf(economy, renterId) < jobPay(mostPrice, 'IO', economy.parameters).renterPays) return;
  const jobId = nextMove(economy, device);
  device.rental = {
    jobId,
    renterId,
    startedAt: hour.number,
    hours,
    hourlyPrice,
    mostPrice,
    minutes: 0,
    offlineHours: 0,
  };
  postAll(economy, [jobHoldTransfer({ jobId, renterId, mostPrice }, economy.parameters)]);
};

const mayHire = (device: Device): boolean =>
  device.rental === null && device.reviewedSince === null && device.hasPassed && device.opens.has('public_jobs');

/** At an hour's start: renters take machines that are free and that their tier opens to public jobs. */
export const hireSome = (economy: Economy, hour: Hour): void => {
  for (const device of economy.active) {
    const isAway = device.machine.awayUntil > hour.startsAt;
    if (isAway || !mayHire(device)) continue;
    if (economy.random.happens(hiredPerMillionHours, 'hired', device.stream, hour.number)) hire(economy, hour, device);
  }
};

const priceOf = ({ hourlyPrice, minutes }: Rental, endedBy: 'completion' | 'renter' | 'supplier'): BaseUnits =>
  jobPrice(hourlyPrice, minutes, endedBy);

/** Divides what was held; the supplier's part is paid at once. */
const settle = (economy: Economy, device: Device, rental: Rental, price: BaseUnits): void => {
  const { jobId, renterId, mostPrice } = rental;
  const { id: deviceId, owner, machine } = device;
  const transfers = jobPayTransfers(
    { jobId, renterId, deviceId, ownerId: owner.id, mostPrice, price },
    economy.parameters,
  );
  const amount = jobPay(price, 'IO', economy.parameters).supplier;
  const earning = { deviceId, holderId: owner.id, amount };
  postAll(economy, [
    ...transfers,
    confirmTransfer({ ...earning, reference: jobId }),
    payoutTransfer({ ...earning, payoutId: jobId }),
  ]);
  owner.operator.tally.jobs += amount;
  machine.gross += amount;
  economy.trace.jobs.push({ jobId, renterId, price, mostPrice, transfers });
  device.rental = null;
};

/** The renter goes, and pays for the minutes until then. */
export const endRental = (economy: Economy, device: Device): void => {
  if (device.rental !== null) settle(economy, device, device.rental, priceOf(device.rental, 'renter'));
};

const harmOf = (rental: Rental): Case['renter'] => ({
  accountId: rental.renterId,
  harm: priceOf(rental, 'completion'),
});

/** What the hour says against a hired device. */
const judge = (economy: Economy, hour: Hour, device: Device, rental: Rental, minutes: number): void => {
  const { random, options } = economy;
  const about = { device, offenceHour: hour.number, isGuilty: true };
  if (minutes < hiredMinutesNeeded)
    charge(economy, hour, { ...about, offence: 'O1', renter: null, isReportable: false });
  if (rental.offlineHours > mostOfflineHours) {
    charge(economy, hour, { ...about, offence: 'O4', renter: harmOf(rental), isReportable: false });
    endRental(economy, device);
  }
  const makesUp = device.machine.operator.way === 'reporters' && options.allowed.cheating;
  if (makesUp && random.happens(madeUpFoundPerMillionHours, 'made_up', device.stream, hour.number))
    charge(economy, hour, { ...about, offence: 'O6', renter: harmOf(rental), isReportable: true });
};

const pass = (economy: Economy, hour: Hour, device: Device, rental: Rental): void => {
  const minutes = countMinutes(device.machine.present);
  rental.minutes += minutes;
  rental.offlineHours = minutes === 0 ? rental.offlineHours + 1 : 0;
  const isFirst = rental.startedAt === hour.number;
  if (isFirst && minutes < firstHourMinutes) settle(economy, device, rental, priceOf(rental, 'supplier'));
  else judge(economy, hour, device, rental, minutes);
  if (device.rental === null) return;
  const isOver = hour.number + 1 - rental.startedAt >= rental.hours;
  const renterEnds = economy.random.happens(renterEndsPerMillionHours, 'hire_ends', device.stream, hour.number);
  if (isOver || renterEnds) settle(economy, device, rental, priceOf(rental, isOver ? 'completion' : 'renter'));
};

/** At an hour's end, after it was closed. */
export const passRentals = (economy: Economy, hour: Hour): void => {
  for (const device of economy.active) if (device.rental !== null) pass(economy, hour, device, device.rental);
};
