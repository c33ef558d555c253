/** The id of a device, which follows from its key: registering twice makes no second one, and no network can swap them. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** @param publicKey  raw Ed25519 key, base64url */
export const deviceIdOf = (publicKey: string): string =>
  `d${bytesToHex(sha256(utf8ToBytes(`perigee-device\n${publicKey}`))).slice(0, 24)}`;
