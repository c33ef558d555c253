/** Keys of a network and its validator, made for one test, and the check of their signatures with Node's own Ed25519. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { isSignedBy as isSigned } from '../../../network/service/api/ed25519.ts';
import type { BuiltRelease } from '../../../shared/domain/releases/build.ts';
import type { ReleaseSignatures } from '../../../shared/domain/releases/manifest.ts';
import type { IsSignedBy } from '../../../shared/domain/releases/signatures.ts';
import { releaseMessage } from '../../../shared/domain/signing/messages.ts';

export interface Signer {
  readonly publicKey: string;
  sign(message: string): string;
}

export const createSigner = (): Signer => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: publicKey.export({ format: 'jwk' }).x ?? '',
    sign: (message) => sign(null, Buffer.from(message), privateKey).toString('base64url'),
  };
};

export const isSignedBy: IsSignedBy = (publicKey, message, signature) =>
  isSigned(publicKey, message, Buffer.from(signature, 'base64url'));

export interface Signers {
  readonly network: Signer;
  readonly validator: Signer;
}

export const createSigners = (): Signers => ({ network: createSigner(), validator: createSigner() });

export const signRelease = (
  { manifestText }: Pick<BuiltRelease, 'manifestText'>,
  { network, validator }: Signers,
): ReleaseSignatures => {
  const message = releaseMessage(manifestText);
  return [
    { by: 'network', key: network.publicKey, signature: network.sign(message) },
    { by: 'validator', key: validator.publicKey, signature: validator.sign(message) },
  ];
};
