/** An owner who only supports others: opens the account, remembers the wish, and brings this PC into it if it joins later. */
import { hostname } from 'node:os';
import { isPerigeeError, type Problem } from '../../shared/contract/codes.ts';
import type { ProblemBoard } from '../device/problem-board.ts';
import { createSupporting, type Supporting } from '../device/supporting.ts';
import type { OwnerLink } from '../link/account-link.ts';
import type { SettingsTable } from '../storage/settings-table.ts';
import type { OpenWallet } from './open-wallet.ts';
import type { CorePorts } from './ports.ts';
import type { WayToNetwork } from './way-to-network.ts';

export interface OpenSupporting extends Pick<Supporting, 'supporter'> {
  /** Opens the account and remembers that this is all that is wanted. @throws what the network's calls throw */
  begin(): Promise<{ supportsOnly: boolean }>;
  /** @returns a token for this PC, where its owner has an account without it */
  enrolmentFor(account: OwnerLink): Promise<string | null>;
  /** This PC is in the network itself: its own way there is the account's from now on. */
  noteJoined(): void;
  /** Goes on supporting where the last run of the app did. */
  start(): void;
  close(): Promise<void>;
}

export const openSupporting = (
  ports: Pick<CorePorts, 'clock' | 'log'>,
  parts: { settings: SettingsTable; problems: ProblemBoard; way: WayToNetwork; wallets: OpenWallet },
): OpenSupporting => {
  const { settings, problems, way, wallets } = parts;
  const name = hostname().slice(0, 64) || 'supporter';
  const supporting = createSupporting({
    ...ports,
    ...{ problems, name, connect: way.openOwners, walletFor: wallets.walletFor },
  });
  const raise = (problem: Problem): void => problems.raise(problem, problem.code);
  return {
    supporter: supporting.supporter,
    begin: async () => {
      await supporting.begin();
      return settings.update({ supportsOnly: !settings.settings.get().wantsToEarn, isOnboarded: true });
    },
    enrolmentFor: async (account) => {
      if (!settings.settings.get().supportsOnly) return null;
      await account.open(name);
      return account.enrol();
    },
    noteJoined: () => {
      void supporting.end();
      if (!settings.settings.get().supportsOnly) return;
      try {
        settings.update({ supportsOnly: false });
      } catch (error) {
        if (!isPerigeeError(error)) throw error;
        raise(error.problem);
      }
    },
    start: () => {
      if (settings.settings.get().supportsOnly) supporting.resume();
    },
    close: supporting.end,
  };
};
