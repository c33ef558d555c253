/** Where the app's own update stands, and why there is none. */

/**
 * Why updates are off:
 * - `not_packaged`: run from the sources
 * - `no_config`: the build was not made for publishing (`app-update.yml` is absent)
 * - `config_unreadable`: it is there and says nothing that can be trusted
 * - `no_publisher`: on Windows, nothing names who must have signed; electron-updater would then take any signature
 * - `plain_address`: updates would come over an unencrypted line
 */
export type UpdateRefusal = 'not_packaged' | 'no_config' | 'config_unreadable' | 'no_publisher' | 'plain_address';

export type UpdateState =
  | { kind: 'off'; refusal: UpdateRefusal }
  | { kind: 'current' }
  | { kind: 'available'; version: string }
  | { kind: 'downloading'; version: string }
  /** Downloaded; installs as soon as no job runs. */
  | { kind: 'waiting'; version: string }
  | { kind: 'failed' };
