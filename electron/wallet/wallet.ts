/**
 * A wallet as the app sees it: somebody who can sign a text, asked one text at a time. The app holds no funds key but the
 * one of play coins; whoever implements this keeps theirs elsewhere.
 */
export interface Wallet {
  readonly kind: 'localnet' | 'external';
  /**
   * @returns raw Ed25519 public key, base64url
   * @throws WALLET_MISSING, SIGNING_FAILED, CANCELLED
   */
  publicKey(signal: AbortSignal): Promise<string>;
  /**
   * @param text  signed to the last byte; nothing else is ever signed with it
   * @returns Ed25519 signature, base64url, already checked
   * @throws WALLET_MISSING, SIGNING_FAILED, CANCELLED
   */
  sign(text: string, signal: AbortSignal): Promise<string>;
}
