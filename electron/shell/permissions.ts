/**
 * Refuses every permission that a page could ask for, in each of the ways it could ask. Refuses all rather than by
 * origin: CVE-2026-34777 (Electron before 41.0.0) named the wrong origin for frames.
 */

export type PermissionSession = Pick<
  Electron.Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setBluetoothPairingHandler'
>;

export const refusePermissions = (session: PermissionSession): void => {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, choose) => choose(null));
  session.setBluetoothPairingHandler((_details, respond) => respond({ confirmed: false }));
};
