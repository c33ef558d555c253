/** Somebody who runs a play network: a key of its own, which signs changes by hand and opens the issues they cite. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { ParameterChange } from '../../shared/domain/parameters/change.ts';
import { sortedJson } from './play-device.ts';
import { type Answer, createPlayKey, type PlayKey } from './play-key.ts';
import type { PlayNetwork } from './play-network.ts';

export interface PlayOperator {
  /** For the network's start. */
  readonly publicKey: string;
  /** The key, speaking to the network where it is now. */
  at(network: PlayNetwork): PlayKey;
  /** @returns the issue's id */
  openIssue(network: PlayNetwork): Promise<string>;
  /** Announces it as it is, under the operator's signature. */
  announce(network: PlayNetwork, change: ParameterChange): Promise<Answer>;
}

export const createPlayOperator = (): PlayOperator => {
  const keys = generateKeyPairSync('ed25519');
  const at = (network: PlayNetwork): PlayKey => createPlayKey(network.running.url, network.clock.now, keys);
  return {
    publicKey: keys.publicKey.export({ format: 'jwk' }).x ?? '',
    at,
    openIssue: async (network) => {
      const asked = { kind: 'parameter', title: 'Weights', text: 'They should be others.' };
      return (await at(network).ok('POST', '/v1/operators/issues', asked)).id as string;
    },
    announce: (network, change) => {
      const key = at(network);
      const signature = key.signText(`perigee-parameter-change-1\n${sortedJson(change)}`);
      return key.ask('POST', '/v1/parameters/changes', { change, signature });
    },
  };
};

/** A change that is allowed from the next hour but 720 on, unless it says otherwise. */
export const changeOf = (
  { clock, parameters: { hourMs } }: PlayNetwork,
  more: Partial<ParameterChange> & Pick<ParameterChange, 'issue'>,
): ParameterChange => {
  const now = clock.now();
  const hour = now - (now % hourMs);
  return {
    id: randomUUID(),
    key: 'payoutEveryHours',
    value: 24,
    class: 'user_affecting',
    announcedAt: now,
    effectiveAt: hour + 721 * hourMs,
    expiresAt: null,
    vote: null,
    ...more,
  };
};

/** An emergency that begins with the hour that runs and lasts as long as one may. */
export const emergencyOf = (network: PlayNetwork, issue: string, paused: readonly string[]): ParameterChange => {
  const { hourMs } = network.parameters;
  const hour = network.clock.now() - (network.clock.now() % hourMs);
  return changeOf(network, {
    ...{ issue, key: 'pausedActions', value: paused, class: 'emergency' },
    ...{ effectiveAt: hour, expiresAt: hour + 72 * hourMs },
  });
};
