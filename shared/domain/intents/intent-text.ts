/**
 * Writes the clear text of an intent: what a person reads and the wallet signs, the worst case first. One meaning has
 * one text, of printable ASCII, so that no letter can pass for another. Reading it back is done by code of its own in
 * `read-intent.ts`, which shares no word with this file.
 */
import { type BaseUnits, ioText } from '../../units/money.ts';
import type { EpochMs } from '../../units/time.ts';
import type { IntentAction, IntentCause, IntentDestination, IntentFacts, IntentRisk } from './facts.ts';

const causeWords: Readonly<Record<IntentCause, string>> = {
  O1: 'present for less than 54 minutes of a hired hour',
  O2: 'a shared machine over-used three times in 24 hours',
  O3: '24 failed proofs in a row while ready',
  O4: 'more than 48 hours offline in a contract',
  O5: 'a spoofed model, memory or count, or one card under two ids',
  O6: 'a made-up result',
  O7: "a renter's data or container touched",
  O8: 'a false attestation by a validator',
  wrong_address: 'the address below is not yours',
};

const actionWords: Readonly<Record<IntentAction, string>> = {
  stake: 'stake, which locks coins on the device',
  unstake: 'unstake, which begins the cooldown of coins on the device',
  claim: 'claim, which takes out earnings of the device',
  support: 'support, which puts your coins behind the device of somebody else',
  leave: 'leave, which gives notice for all your coins behind the device; from now on they earn nothing',
};

const amountText = (amount: BaseUnits): string => `${ioText(amount)} IO (${amount} base units)`;
const shareText = (bps: number): string => `${Math.floor(bps / 100)}.${String(bps % 100).padStart(2, '0')} %`;
const timeText = (at: EpochMs): string => new Date(at).toISOString();

const worstText = ([worst]: readonly IntentRisk[]): string =>
  worst === undefined
    ? 'nothing can be lost by this'
    : `you lose ${amountText(worst.loss)}, ${shareText(worst.bps)} of what is in reach`;

const destinationText = (destination: IntentDestination): string => {
  switch (destination.kind) {
    case 'stake':
      return 'the stake on the device';
    case 'cooling':
      return 'the cooldown on the device, where earlier offences still reach them';
    case 'wallet':
      return 'your free coins inside the network';
    case 'address':
      return `the address ${destination.address}`;
  }
};

const word = /^[!-~]{1,128}$/;
const name = /^[!-~](?:[ -~]{0,62}[!-~])?$/;

/** @throws RangeError for what would break out of its line, or be another text with the same meaning */
const checked = (value: string, shape: RegExp): string => {
  if (!shape.test(value)) throw new RangeError(`no part of an intent's text: ${JSON.stringify(value)}`);
  return value;
};

/**
 * @param facts  amounts 0 or more, the gravest risk first
 * @returns lines joined by line feeds, without one at the end
 * @throws RangeError for a name or id that is not printable ASCII, or longer than 64 or 128 characters
 */
export const intentText = (facts: IntentFacts): string => {
  const { destination } = facts;
  if (destination.kind === 'address') checked(destination.address, word);
  return [
    'perigee-intent-1',
    `Worst case: ${worstText(facts.risks)}`,
    ...facts.risks.map(
      ({ cause, bps, loss }) => `Lost for ${cause}, ${causeWords[cause]}: ${amountText(loss)}, ${shareText(bps)}`,
    ),
    `Action: ${actionWords[facts.action]}`,
    `Amount: ${amountText(facts.amount)}`,
    `Network: ${checked(facts.network, name)}`,
    `Network key: ${checked(facts.networkKey, word)}`,
    `Account: ${checked(facts.accountId, word)}`,
    `Device: ${checked(facts.deviceId, word)}`,
    `Coins go to: ${destinationText(destination)}`,
    `Your stake on the device afterwards: ${amountText(facts.ownAfter)}`,
    `All stake on the device afterwards: ${amountText(facts.deviceAfter)}`,
    `Required on the device: ${amountText(facts.required)}`,
    `Coins are free: ${facts.freeAt === null ? 'at once' : `not before ${timeText(facts.freeAt)}`}`,
    `Fee: ${amountText(facts.fee)}`,
    `Hourly rewards: ${facts.endsEarning ? 'none, because too little is at stake' : 'go on as before'}`,
    `Supporters' share of each reward: ${facts.shareBps === null ? 'no part of this' : shareText(facts.shareBps)}`,
    `Intent: ${checked(facts.intentId, word)}`,
    `Expires: ${timeText(facts.expiresAt)}`,
  ].join('\n');
};
