/** Chooses who signs for this device's account: the wallet of play coins, or the owner's own outside the app. */
import { join } from 'node:path';
import type { Problem } from '../../shared/contract/codes.ts';
import type { NetworkDevice } from '../../shared/contract/network/devices.ts';
import type { NetworkFacts } from '../device/participation.ts';
import { type CallbackDoor, createCallbackDoor } from '../wallet/callback-door.ts';
import { createExternalSigner } from '../wallet/external-signer.ts';
import { createLocalnetWallet } from '../wallet/localnet-wallet.ts';
import type { Wallet } from '../wallet/wallet.ts';
import type { CorePorts } from './ports.ts';

export interface OpenWallet {
  /** Where answers of a wallet outside come in. */
  readonly door: CallbackDoor;
  /** @returns null for coins with a price when the owner has named no wallet */
  walletFor(network: NetworkFacts, account: Pick<NetworkDevice, 'accountId'>, walletKey: string | null): Wallet | null;
}

export const openWallet = (
  ports: Pick<CorePorts, 'clock' | 'dataDir' | 'signer'>,
  onProblem: (problem: Problem) => void,
): OpenWallet => {
  const { clock, dataDir, signer: host } = ports;
  const door = createCallbackDoor(clock);
  return {
    door,
    walletFor: ({ parameters }, { accountId }, walletKey) => {
      const { isPlay, name: network, networkKey } = parameters;
      const about = { networkKey, accountId };
      if (isPlay) {
        const path = join(dataDir, 'play-wallet.key');
        return createLocalnetWallet({ path, isPlay, about, now: clock.now, onProblem });
      }
      return host && createExternalSigner({ host, door, allowed: { ...about, network }, walletKey });
    },
  };
};
