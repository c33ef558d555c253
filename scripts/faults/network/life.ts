/**
 * One life of a small network, hour by hour: rewards and payouts, stake and its cooling, slashes of every end, a job, a
 * withdrawal. Every step may be taken again until it went through, as whoever has heard no answer does; what was already
 * done is then done no second time, or the books will say so.
 */
import type { SlashLine } from '../../../shared/contract/network/court.ts';
import type { ManualClock } from '../../../tests/fakes/manual-clock.ts';
import type { PlayDevice } from '../../../tests/network/play-device.ts';
import type { Answer, PlayKey } from '../../../tests/network/play-key.ts';
import type { PlayAction, PlayIntent, PlayOwner } from '../../../tests/network/play-owner.ts';
import { createDraw } from './draw.ts';
import type { ServiceCall } from './service-calls.ts';
import { hourMs, intoHourMs, jobSpec, type World } from './world.ts';

/** The service as it can be reached now. */
export interface Reach {
  readonly url: string;
  readonly clock: ManualClock;
  call(asked: ServiceCall): Promise<void>;
  /**
   * Sends what may come twice and late, signed anew each time.
   *
   * @param canWait  nobody waits for the answer, so it may come after what was sent later
   */
  mail(send: () => Promise<Answer>, canWait?: boolean): Promise<Answer>;
}

export interface Step {
  readonly name: string;
  /** How far time goes before it, once. */
  readonly advanceMs: number;
  /** @throws when it has to be taken again */
  take(reach: Reach): Promise<void>;
}

const hours = 8;
const minuteMs = hourMs / 60;

const expectDone = ({ status, body }: Answer, what: string, ...others: readonly string[]): void => {
  if (status === 200 || others.includes(String(body.code))) return;
  throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
};

/**
 * @param seed  of the script: who does how much
 * @param chatter  events besides, of each device in each hour
 */
export const scriptOf = (world: World, seed: number, chatter: number): Step[] => {
  const draw = createDraw(`life ${seed}`);
  const steps: Step[] = [];
  const step = (name: string, take: Step['take'], advanceMs = 0): void => void steps.push({ name, take, advanceMs });
  const ownerOf = (who: number, reach: Reach): Promise<PlayOwner> => deviceOf(who).at(reach.url).owner();
  const deviceOf = (who: number): PlayDevice => {
    const device = world.earners[who];
    if (device === undefined) throw new Error(`no device ${who}`);
    return device;
  };
  const idOf = (who: number): string => world.earnerIds[who] ?? '';

  /** The text that was answered is signed again and again, until the network says what became of it. */
  const move = (who: number, action: PlayAction, amount: bigint | null, to?: 'payout'): void => {
    let asked: PlayIntent | null = null;
    step(`${action} of ${who}`, async (reach) => {
      const owner = await ownerOf(who, reach);
      if (asked === null) {
        const prepared = await reach.mail(() => owner.prepare(action, idOf(who), amount?.toString() ?? null, to));
        expectDone(prepared, `${action} asked`);
        asked = prepared.body as unknown as PlayIntent;
      }
      const intent = asked;
      const signed = await reach.mail(() => owner.sign(intent));
      if (signed.body.code === 'INTENT_OUTDATED') asked = null;
      expectDone(signed, action);
    });
  };
  const ownSlash = async (key: PlayKey): Promise<SlashLine> => {
    const [slash] = (await key.ok('GET', '/v1/accounts/me/slashes')).slashes as SlashLine[];
    if (slash === undefined) throw new Error('no slash');
    return slash;
  };
  const charge = (who: number, offence: 'O5' | 'O7'): void =>
    step(`charge of ${who}`, ({ call }) =>
      call({ kind: 'charge', deviceId: idOf(who), offence, cause: `${offence}:${draw.uuid(`cause ${who}`)}` }),
    );
  const appeal = (who: number): void =>
    step(`appeal of ${who}`, async (reach) => {
      const { key } = await ownerOf(who, reach);
      const { id } = await ownSlash(key);
      const plea = { grounds: 'evidence_wrong', text: 'It was another card.', references: [] };
      expectDone(await reach.mail(() => key.ask('POST', `/v1/slashes/${id}/appeal`, plea)), 'appeal');
    });
  const rule = (who: number, finding: 'upheld' | 'rejected'): void =>
    step(`ruling on ${who}`, async (reach) => {
      const { key } = await ownerOf(who, reach);
      const slash = await key.ok('GET', `/v1/slashes/${(await ownSlash(key)).id}`);
      const { id } = slash.appeal as { id: string };
      const operator = world.operator(reach.url);
      const ruling = { finding, reason: 'The rows say so.' };
      const ruled = await reach.mail(() => operator.ask('POST', `/v1/operators/matters/${id}/ruling`, ruling));
      expectDone(ruled, 'ruling', 'ALREADY_DECIDED');
    });
  const jobId = `job-${draw.uuid('job').slice(0, 8)}`;
  const submit = (): void =>
    step('submission', async (reach) => {
      const order = {
        ...{ spec: jobSpec(jobId), maxMinutes: 600, kind: 'single', requirements: { count: 1 } },
        hourlyPrice: draw.between(100_000_000, 900_000_000, 'price').toString(),
        idempotencyKey: draw.uuid('submission'),
      };
      const renter = world.renter(reach.url);
      expectDone(await reach.mail(() => renter.ask('POST', '/v1/jobs', order)), 'submission');
    });
  const report = (...kinds: readonly ('job_accepted' | 'job_running' | 'job_ended')[]): void =>
    step(`report of ${kinds.join(' and ')}`, async (reach) => {
      // From the minute in which it was offered to the hour in which it ends.
      const end = { outcome: 'done', exitCode: 0, ranMs: 4 * hourMs - minuteMs };
      const items = kinds.map((kind) => ({
        id: draw.uuid(kind),
        at: reach.clock.now(),
        event: { kind, jobId, ...(kind === 'job_ended' ? end : {}) },
      }));
      const worker = world.worker.at(reach.url);
      for (const item of items)
        expectDone(await reach.mail(() => worker.ask('POST', '/v1/events', { items: [item] }), true), 'report');
    });
  /** What moves no coins, and so must be there once at the end. */
  const chat = (hour: number): void =>
    step(`chatter ${hour}`, async (reach) => {
      for (const [who, device] of [...world.earners, world.worker].entries()) {
        const speaker = device.at(reach.url);
        for (let n = 0; n < chatter; n += 1) {
          const kind = n % 2 === 0 ? 'owner_paused' : 'owner_resumed';
          const item = { id: draw.uuid(`chatter ${hour} ${who} ${n}`), at: reach.clock.now(), event: { kind } };
          const say = (): Promise<Answer> => speaker.ask('POST', '/v1/events', { items: [item] });
          expectDone(await reach.mail(say, true), 'chatter');
        }
      }
    });
  const maskOf = (hour: number, who: number, [least, most]: readonly [number, number]): string =>
    ((1n << BigInt(draw.between(least, most, `minutes ${hour} ${who}`))) - 1n).toString();
  const seen = (hour: number): void =>
    step(`hour ${hour}`, ({ call }) =>
      call({
        kind: 'seen',
        devices: [
          ...world.earnerIds.map((id, who) => ({ id, mask: maskOf(hour, who, [48, 60]) })),
          { id: world.workerId, mask: maskOf(hour, 9, [25, 40]) },
        ],
      }),
    );
  const coins = (what: string): bigint => BigInt(draw.between(100_000_000, 9_000_000_000, what));

  const happenings: Readonly<Record<number, () => void>> = {
    0: () => {
      submit();
      step('offer', ({ call }) => call({ kind: 'offer', deviceId: world.workerId }), minuteMs);
      report('job_accepted', 'job_running');
      move(0, 'stake', coins('stake'));
    },
    1: () => {
      charge(1, 'O5');
      charge(2, 'O5');
      charge(3, 'O7');
      move(0, 'unstake', coins('unstake'));
    },
    2: () => {
      appeal(1);
      appeal(3);
    },
    3: () => {
      rule(1, 'upheld');
      rule(3, 'rejected');
      move(0, 'claim', null, 'payout');
    },
    4: () => {
      report('job_ended');
      move(1, 'unstake', coins('second unstake'));
      move(3, 'stake', coins('second stake'));
    },
  };
  for (let hour = 0; hour < hours; hour += 1) {
    seen(hour);
    happenings[hour]?.();
    if (chatter > 0) chat(hour);
    // The turn: to the same moment of the next hour, however long the hour's matters took.
    const spent = steps.filter(({ name }) => name === 'offer').length > 0 && hour === 0 ? minuteMs : 0;
    step(`turn ${hour}`, ({ call }) => call({ kind: 'pass' }), hourMs - spent);
  }
  return steps;
};

/** Whatever hour it is, a life's first moment in it. */
export const lifeStart = ({ startsAt }: World): number => startsAt - (startsAt % hourMs) + intoHourMs;
