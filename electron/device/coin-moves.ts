/**
 * Moves of an account's coins on this device, beside those on somebody else's. What each would mean is worked out here,
 * from this app's own reading of the ledger, before the network's text is looked at.
 */
import type { NetworkDevice } from '../../shared/contract/network/devices.ts';
import type { NetworkOutputs } from '../../shared/contract/network/index.ts';
import { type Holding, stakeProspect, unstakeProspect } from '../../shared/domain/intents/prospect.ts';
import { type BaseUnits, inBaseUnits } from '../../shared/units/money.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Link } from '../link/link.ts';
import type { Wallet } from '../wallet/wallet.ts';
import { createSignedMoves, type PreparedMove } from './signed-moves.ts';
import { createSupportMoves, type SupportMoves } from './support-moves.ts';

export type MoveAction = 'stake' | 'unstake';

export interface CoinMoves extends SupportMoves {
  /** @throws INTENT_MISMATCH when the text is not what was asked for; WALLET_MISSING */
  prepare(action: MoveAction, amount: BaseUnits): Promise<PreparedMove>;
}

type Standing = NetworkOutputs['stake']['standing'];

const units = (text: string): BaseUnits => inBaseUnits(BigInt(text));

const holdingOf = ({ ownStaked, staked, cooling, required, risks, cooldownMs }: Standing): Holding => ({
  own: units(ownStaked),
  counted: units(staked),
  cooling: inBaseUnits(cooling.reduce((sum, { amount }) => sum + BigInt(amount), 0n)),
  required: units(required),
  shares: risks.map(({ offence, bps }) => ({ cause: offence, bps })),
  cooldownMs,
});

export const createCoinMoves = (options: {
  clock: Pick<Clock, 'now'>;
  link: Pick<Link, 'account' | 'stakeStanding'>;
  /** null: coins with a price, and no wallet that could sign for them. */
  wallet: Wallet | null;
  network: { name: string; networkKey: string };
  device: Pick<NetworkDevice, 'id' | 'accountId'>;
}): CoinMoves => {
  const { clock, link, wallet, network, device } = options;
  const signed = createSignedMoves({ account: link.account, wallet, network, accountId: device.accountId });
  return {
    ...createSupportMoves(clock, signed),
    prepare: async (action, amount) => {
      signed.checkWallet();
      const holding = holdingOf(await link.stakeStanding());
      const askedAt = clock.now();
      const prospectOf = action === 'stake' ? stakeProspect : unstakeProspect;
      const prospect = prospectOf(holding, amount, askedAt);
      return signed.ask({ action, deviceId: device.id, amount }, { amount, prospect, askedAt });
    },
  };
};
