/** What happens in which hour of the month. Every entry happens once, at the beginning of its hour. */
import { expect } from 'vitest';
import { executeLost } from '../../../network/service/court/slashes.ts';
import type { PlayNetwork } from '../play-network.ts';
import { io, movesOf } from '../supported-device.ts';
import { type Cast, comeBack, finish, type Hired, hire, type Rig } from './cast.ts';

type Move = (network: PlayNetwork, cast: Cast) => Promise<void>;

const running = new Map<PlayNetwork, Hired>();

const begin: Move = async (network, cast) => void running.set(network, await hire(network, cast));
const end: Move = async (network) => {
  const job = running.get(network);
  if (job !== undefined) await finish(network, job);
  running.delete(network);
};

const offers: Move = async (network, { hobbyist, cafe }) => {
  const [first] = cafe as [Rig];
  for (const { owner, id } of [hobbyist, first])
    expect((await movesOf(network, owner).offer(id, 3_000)).body).toMatchObject({ shareBps: 3_000, isOpen: true });
};

const support: Move = async (network, { hobbyist, cafe, supporters }) => {
  const [first] = cafe as [Rig];
  const [one, two] = supporters.map((account) => movesOf(network, account));
  expect((await one?.support(hobbyist.id, io(700)))?.status).toBe(200);
  expect((await one?.support(first.id, io(300)))?.status).toBe(200);
  expect((await two?.support(hobbyist.id, io(400)))?.status).toBe(200);
  expect((await one?.compounding(hobbyist.id))?.status).toBe(200);
};

const claim: Move = async (network, { hobbyist }) => {
  const owner = await hobbyist.device.at(network.running.url).owner();
  expect((await owner.move('claim', hobbyist.id, null)).status).toBe(200);
};

const does =
  (rig: (cast: Cast) => Rig | undefined, doing: Rig['doing']): Move =>
  async (_network, cast) => {
    const found = rig(cast);
    if (found !== undefined) found.doing = doing;
  };
const hobbyist = ({ hobbyist: rig }: Cast): Rig => rig;
const cafeRig =
  (place: number) =>
  ({ cafe }: Cast): Rig | undefined =>
    cafe[place];

const restart: Move = async (network, cast) => {
  await network.restart();
  await comeBack(network, cast);
};

/** Nobody is there for hours, the network neither. */
const sleep: Move = async (network) => {
  network.clock.advance(3 * network.parameters.hourMs);
  await network.running.pass();
};

/** Its 24 failed proofs brought a slash on its own; the operator decides the appeal against it. */
const judgement: Move = async (network, { cafe }) => {
  const { db } = network.running.network;
  const slashes = await db.selectFrom('slashes').select(['id', 'deviceId', 'offence', 'state']).execute();
  expect(slashes).toMatchObject([{ deviceId: cafe[6]?.id, offence: 'O3', state: 'escrow' }]);
  expect(await executeLost(network.running.network, slashes[0]?.id ?? '')).toBe(true);
};

const unstake: Move = async (network, { cafe }) => {
  const [, second] = cafe as [Rig, Rig];
  expect((await second.device.at(network.running.url).unstake(io(400).toString())).status).toBe(200);
};

const leave: Move = async (network, { hobbyist: { id }, supporters: [, two] }) => {
  expect((await movesOf(network, two).leave(id)).status).toBe(200);
};

/** Hours since the month began, and what happens as they begin. */
export const calendar: ReadonlyMap<number, readonly Move[]> = new Map<number, readonly Move[]>([
  [2, [offers, support]],
  // A proof an hour, and 24 that fail in a row are an offence; while others are away too, it might be the network's fault.
  [3, [does(cafeRig(6), 'cheating')]],
  [4, [begin]],
  [5, [end]],
  // Somebody plays; a declared pause.
  [7, [does(hobbyist, 'paused')]],
  [9, [does(hobbyist, 'ready')]],
  [10, [restart]],
  [12, [sleep]],
  [18, [claim]],
  [35, [does(cafeRig(6), 'ready'), judgement]],
  [40, [does(cafeRig(7), 'away')]],
  [44, [does(cafeRig(7), 'ready')]],
  [60, [leave]],
  [100, [begin]],
  [104, [end]],
  [150, [unstake]],
  [200, [restart]],
  [260, [does(cafeRig(5), 'away')]],
  [300, [does(cafeRig(5), 'ready'), begin]],
  [301, [end, claim]],
  [400, [sleep]],
  [500, [restart]],
  [610, [begin]],
  [612, [end]],
]);
