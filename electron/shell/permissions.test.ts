import { describe, expect, it } from 'vitest';
import { type PermissionSession, refusePermissions } from './permissions.ts';

type Handlers = { [Name in keyof PermissionSession]: Parameters<PermissionSession[Name]>[0] };

const handlersOf = () => {
  const handlers: Partial<Record<keyof PermissionSession, unknown>> = {};
  const keep = (name: keyof PermissionSession) => (handler: unknown) => {
    handlers[name] = handler;
  };
  refusePermissions({
    setPermissionRequestHandler: keep('setPermissionRequestHandler'),
    setPermissionCheckHandler: keep('setPermissionCheckHandler'),
    setDevicePermissionHandler: keep('setDevicePermissionHandler'),
    setDisplayMediaRequestHandler: keep('setDisplayMediaRequestHandler'),
    setBluetoothPairingHandler: keep('setBluetoothPairingHandler'),
  });
  return handlers as Handlers;
};

const permissions = [
  'media',
  'geolocation',
  'notifications',
  'midi',
  'pointerLock',
  'fullscreen',
  'openExternal',
  'hid',
  'serial',
  'usb',
  'clipboard-read',
  'clipboard-sanitized-write',
  'display-capture',
  'unknown',
] as const;

describe.each(permissions)('the permission %s', (permission) => {
  it('is refused when asked for', () => {
    const answers: boolean[] = [];
    handlersOf().setPermissionRequestHandler?.(
      {} as Electron.WebContents,
      permission,
      (granted) => answers.push(granted),
      {} as Electron.PermissionRequest,
    );
    expect(answers).toEqual([false]);
  });

  it('is refused when looked up, also for our own origin', () => {
    const check = handlersOf().setPermissionCheckHandler;
    expect(check?.(null, permission, 'app://perigee', {} as Electron.PermissionCheckHandlerHandlerDetails)).toBe(false);
  });
});

describe('hardware and screens', () => {
  it('gives no device', () => {
    const details = { deviceType: 'usb', origin: 'app://perigee' } as Electron.DevicePermissionHandlerHandlerDetails;
    expect(handlersOf().setDevicePermissionHandler?.(details)).toBe(false);
  });

  it('gives no screen and pairs nothing', () => {
    const given: unknown[] = [];
    handlersOf().setDisplayMediaRequestHandler?.({} as Electron.DisplayMediaRequestHandlerHandlerRequest, (streams) =>
      given.push(streams),
    );
    handlersOf().setBluetoothPairingHandler?.({} as Electron.BluetoothPairingHandlerHandlerDetails, (response) =>
      given.push(response),
    );
    expect(given).toEqual([null, { confirmed: false }]);
  });
});
