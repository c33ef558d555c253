/** How a rented job stands and what it costs, as lines for a person. */
import type { JobBill, RentedJob } from '../../../../shared/contract/network/market.ts';
import type { VerbContext } from '../verb.ts';

type Teller = Pick<VerbContext, 'sentences' | 'say'>;

export const tellJob = (job: RentedJob, { sentences, say }: Teller): void => {
  const coins = (amount: string): string => sentences.figures.coins(BigInt(amount));
  const { id, outcome } = job;
  say(
    outcome === null
      ? sentences.say('rent.is', { id, state: sentences.say(`rent.state.${job.state}`) })
      : sentences.say('rent.over', { id, outcome: sentences.say(`rent.outcome.${outcome}`) }),
  );
  for (const { rank, class: className, tier, state, minutes, price } of job.members)
    say(
      sentences.say('rent.part', {
        ...{ rank, className, tier, minutes },
        state: sentences.say(`rent.member.${state}`),
        price: coins(price),
      }),
    );
  const { price, fee, held, refund } = job;
  say(sentences.say('rent.cost', { price: coins(price), fee: coins(fee), held: coins(held), refund: coins(refund) }));
};

/** Minutes of a mask. */
const minutesIn = (mask: string): number => [...BigInt(`0x${mask}`).toString(2)].filter((bit) => bit === '1').length;

export const tellBill = (bill: JobBill, { sentences, say }: Teller): void => {
  const coins = (amount: string): string => sentences.figures.coins(BigInt(amount));
  say(sentences.say(bill.isFinal ? 'rent.bill.final' : 'rent.bill.soFar', { id: bill.jobId }));
  for (const member of bill.members) {
    const { rank, class: className, outcome, countedMinutes, minutes } = member;
    const state = outcome === null ? sentences.say('rent.state.running') : sentences.say(`rent.outcome.${outcome}`);
    say(sentences.say('rent.bill.member', { rank, className, state }));
    for (const { epoch, startsAt, ran, present, counted } of member.hours)
      say(
        sentences.say('rent.bill.hour', {
          ...{ epoch, from: new Date(startsAt).toISOString() },
          ...{ ran: minutesIn(ran), present: minutesIn(present), counted: minutesIn(counted) },
        }),
      );
    const hourly = coins(bill.hourlyPrice);
    say(sentences.say('rent.bill.minutes', { counted: countedMinutes, minutes, most: bill.maxMinutes, hourly }));
    say(sentences.say('rent.bill.price', { price: coins(member.price), fee: coins(member.renterFee) }));
    say(
      sentences.say('rent.bill.supplier', {
        ...{ supplier: coins(member.supplier), fee: coins(member.supplierFee), burn: coins(member.burn) },
        ...{ validators: coins(member.validators), treasury: coins(member.treasury) },
        community: coins(member.community),
      }),
    );
  }
  const { held, price, renterFee, refund } = bill.total;
  if (bill.unused !== '0') say(sentences.say('rent.bill.unused', { amount: coins(bill.unused) }));
  say(
    sentences.say('rent.cost', {
      price: coins(price),
      fee: coins(renterFee),
      held: coins(held),
      refund: coins(refund),
    }),
  );
};
