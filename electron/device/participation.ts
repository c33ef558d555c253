/**
 * Being part of the network: registering, owning the account that this device makes, staking what Localnet asks for in
 * play coins, and holding the session. Tries again with growing pauses until it is in, or told to end.
 */
import type { Gpu, Inventory } from '../../shared/contract/app/machine.ts';
import { isPerigeeError, type ProblemCode } from '../../shared/contract/codes.ts';
import type { NetworkDevice } from '../../shared/contract/network/devices.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import { createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Log } from '../../shared/log.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Link } from '../link/link.ts';
import { createBackgroundWork } from '../machine/watch/background-work.ts';
import type { Wallet } from '../wallet/wallet.ts';
import { type CoinMoves, createCoinMoves } from './coin-moves.ts';
import { chooseHardware, type Hardware } from './hardware.ts';
import type { ProblemBoard } from './problem-board.ts';

export type NetworkFacts = NetworkOutputs['parameters']['current'];

export interface Membership {
  link: Link;
  device: NetworkDevice;
  hardware: Hardware;
  network: NetworkFacts;
  /** null: this device is in an account that somebody else owns. */
  coins: CoinMoves | null;
}

export interface Participation {
  /** null until the network knows this device. */
  readonly membership: ReadonlyCell<Membership | null>;
  /** Joins, and stays in. Nothing when it does already. */
  begin(): void;
  /** Leaves the session; nothing is unregistered. */
  end(): Promise<void>;
}

const shortestPauseMs = 1_000;
const longestPauseMs = 60_000;

/** Problems of joining itself: gone once it is in. */
const joiningProblems: readonly ProblemCode[] = [
  'NETWORK_UNREACHABLE',
  'NETWORK_REFUSED',
  'CLOCK_OFF',
  'STAKE_MISSING',
];

export const createParticipation = (options: {
  clock: Clock;
  log: Log;
  problems: ProblemBoard;
  readInventory: (signal: AbortSignal) => Promise<Inventory>;
  gpusOff: () => readonly string[];
  /** Null where the driver does not say. */
  freeVramBytesOf: (gpu: Gpu) => number | null;
  acceptsSoftware: boolean;
  /** Opens the way to the network for this hardware. */
  connect: (hardware: Hardware, signal: AbortSignal) => Promise<Link>;
  /** Brings this PC into an account that its owner has without it; null: it makes one of its own, or has one. */
  enrolmentFor: (account: Link['account']) => Promise<string | null>;
  /** Who signs for this account; null: nobody. */
  walletFor: (
    network: NetworkFacts,
    device: Pick<NetworkDevice, 'accountId'>,
    walletKey: string | null,
  ) => Wallet | null;
}): Participation => {
  const { clock, problems, log } = options;
  const membership = createCell<Membership | null>(null);

  /** Owns the account of this device, if nobody else does. */
  const openCoins = async (link: Link, network: NetworkFacts, device: NetworkDevice): Promise<CoinMoves | null> => {
    const isOwned = await link.account.adopt({ id: device.accountId, name: device.name });
    if (!isOwned) return null;
    const { walletKey } = await link.account.wallet();
    const wallet = options.walletFor(network, device, walletKey);
    return createCoinMoves({ clock, link, wallet, network: network.parameters, device });
  };

  /** Only for a device that never staked: what its owner took out stays out. */
  const stakeFirst = async (link: Link, coins: CoinMoves, signal: AbortSignal): Promise<void> => {
    const { wallet, staked, required, cooling } = await link.stakeStanding();
    const isNew = BigInt(staked) === 0n && cooling.length === 0;
    if (!isNew || BigInt(wallet) < BigInt(required)) return;
    const prepared = await coins.prepare('stake', inBaseUnits(BigInt(required)));
    if (prepared.kind === 'intent') await coins.carryOut(prepared.intent, signal);
  };

  /** Play coins need nobody's word. What goes wrong with them must not keep this PC from joining. */
  const moveInPlayCoins = async (link: Link, coins: CoinMoves, signal: AbortSignal): Promise<void> => {
    try {
      await coins.nameWallet(signal);
      await stakeFirst(link, coins, signal);
    } catch (error) {
      if (!isPerigeeError(error) || error.code === 'NETWORK_UNREACHABLE') throw error;
      log.warn('play_coins_not_staked', { code: error.code, ...error.data });
    }
  };

  const join = async (signal: AbortSignal): Promise<void> => {
    const inventory = await options.readInventory(signal);
    const hardware = chooseHardware(inventory, options.gpusOff(), options.acceptsSoftware, options.freeVramBytesOf);
    const link = await options.connect(hardware, signal);
    try {
      const network = await link.parameters();
      const device = await link.register(await options.enrolmentFor(link.account));
      problems.clear(...joiningProblems);
      if (device.state === 'unsupported') problems.raise({ code: 'APP_OUTDATED', data: {} }, 'unsupported');
      else problems.clear('APP_OUTDATED');
      const coins = await openCoins(link, network, device);
      if (coins !== null && network.parameters.isPlay) await moveInPlayCoins(link, coins, signal);
      signal.throwIfAborted();
      membership.set({ link, device, hardware, network, coins });
      link.startSession();
    } catch (error) {
      await link.close();
      throw error;
    }
  };

  const keepTrying = async (signal: AbortSignal): Promise<void> => {
    for (let pauseMs = shortestPauseMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        await join(signal);
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (isPerigeeError(error)) problems.raise(error.problem, error.code);
        else log.error('joining_failed', { detail: error instanceof Error ? error.stack : String(error) });
        await clock.sleep(pauseMs, signal).catch(() => undefined);
      }
    }
  };

  const trying = createBackgroundWork(keepTrying);

  return {
    membership,
    begin: trying.start,
    end: async () => {
      await trying.stop();
      const { link } = membership.get() ?? {};
      membership.set(null);
      problems.clear(...joiningProblems);
      await link?.close();
    },
  };
};
