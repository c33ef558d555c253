/** The core as the renderer sees it: the app contract, called through whichever wire is open. Never a second copy of the contract. */
import type { ContractRouterClient } from '@orpc/contract';
import type { AppContract } from '../../shared/contract/app/index.ts';

export type CoreClient = ContractRouterClient<AppContract>;

/** An open way to the core. */
export interface Wire {
  readonly client: CoreClient;
  /** Resolves once the wire is gone, for whatever reason. Never rejects. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Opens a wire; one for the desktop's message port, one for the browser's socket. */
export interface Door {
  /**
   * @throws DoorRefused when the core answered and does not know us: trying again cannot help
   * @throws anything else when the core could not be reached: worth another try
   */
  open(signal: AbortSignal): Promise<Wire>;
}

export class DoorRefused extends Error {
  override readonly name = 'DoorRefused';
}
