/** Whether a signer is one that the network pinned: by issuer and identity, never by one of them. Pure. */
import type { ImageSigner } from '../../../shared/contract/network/image-signers.ts';

/** As the certificate has them. */
export interface Signer {
  issuer: string;
  /** The address of a workflow, or an e-mail address. */
  identity: string;
}

const isNamed = (pin: ImageSigner, identity: string): boolean =>
  'workflow' in pin ? identity.startsWith(pin.workflow) && identity !== pin.workflow : identity === pin.identity;

export const isPinned = (pins: readonly ImageSigner[], { issuer, identity }: Signer): boolean =>
  pins.some((pin) => pin.issuer === issuer && isNamed(pin, identity));
