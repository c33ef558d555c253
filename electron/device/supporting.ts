/**
 * An account that stands behind others' devices and has none of its own: opened under the owner's key, with its wallet
 * named. No device is registered and nothing of this PC is measured for it.
 */
import { isPerigeeError, type ProblemCode } from '../../shared/contract/codes.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import { createCell, type ReadonlyCell } from '../../shared/live/cell.ts';
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { OwnerLink } from '../link/account-link.ts';
import { createBackgroundWork } from '../machine/watch/background-work.ts';
import type { Wallet } from '../wallet/wallet.ts';
import type { ProblemBoard } from './problem-board.ts';
import { createSignedMoves } from './signed-moves.ts';
import type { Supporter } from './support-desk.ts';
import { createSupportMoves } from './support-moves.ts';

/** The owner's way to the network, while no device of this PC has one. */
export interface OwnersWay {
  readonly account: OwnerLink;
  parameters(): Promise<NetworkOutputs['parameters']['current']>;
  /** Ends calls under way with CANCELLED. */
  close(): void;
}

export interface Supporting {
  /** null until the account is open. */
  readonly supporter: ReadonlyCell<Supporter | null>;
  /** Opens the account now. The same key gets the same one. @throws what its calls throw */
  begin(): Promise<void>;
  /** Opens it as soon as the network answers. */
  resume(): void;
  end(): Promise<void>;
}

const pauseMs = 10_000;
const problemsOfIt: readonly ProblemCode[] = ['NETWORK_UNREACHABLE', 'NETWORK_REFUSED', 'CLOCK_OFF'];

export const createSupporting = (options: {
  clock: Clock;
  log: Log;
  problems: ProblemBoard;
  /** Name of the account, for its members to see. */
  name: string;
  connect: () => Promise<OwnersWay>;
  /** Who signs for the account; null: nobody. */
  walletFor: (
    network: NetworkOutputs['parameters']['current'],
    account: { accountId: string },
    walletKey: string | null,
  ) => Wallet | null;
}): Supporting => {
  const { clock, log, problems } = options;
  const supporter = createCell<Supporter | null>(null);
  let closing = new AbortController();
  let way: OwnersWay | null = null;

  const open = async (): Promise<void> => {
    way ??= await options.connect();
    const { account } = way;
    const network = await way.parameters();
    const { id: accountId } = await account.open(options.name);
    const { walletKey } = await account.wallet();
    const wallet = options.walletFor(network, { accountId }, walletKey);
    const signed = createSignedMoves({ account, wallet, network: network.parameters, accountId });
    // Play coins need nobody's word; others are asked for when coins first move.
    if (network.parameters.isPlay) await signed.nameWallet(closing.signal);
    problems.clear(...problemsOfIt);
    supporter.set({ account, coins: createSupportMoves(clock, signed), network: network.parameters });
  };

  const trying = createBackgroundWork(async (signal) => {
    while (!signal.aborted && supporter.get() === null) {
      try {
        await open();
      } catch (error) {
        if (signal.aborted) return;
        if (isPerigeeError(error)) problems.raise(error.problem, error.code);
        else log.error('account_not_opened', { detail: error instanceof Error ? error.stack : String(error) });
        await clock.sleep(pauseMs, signal).catch(() => undefined);
      }
    }
  });

  return {
    supporter,
    begin: async () => {
      if (supporter.get() === null) await open();
    },
    resume: trying.start,
    end: async () => {
      closing.abort();
      closing = new AbortController();
      way?.close();
      way = null;
      supporter.set(null);
      await trying.stop();
    },
  };
};
