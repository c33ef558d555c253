/** Values of one interface of one object on a D-Bus bus, and each change of them. Starts no service by asking. */
import { type MessageBus, messageType, sessionBus, systemBus, variantValue } from 'dbus-native';

export interface BusObject {
  readonly service: string;
  readonly path: string;
  readonly interface: string;
}

const callMs = 5_000;
const properties = 'org.freedesktop.DBus.Properties';

export interface Bus {
  call(object: BusObject, member: string, signature?: string, body?: unknown[]): Promise<unknown>;
  /**
   * Calls `onValues` with all of them, then with what changed; resolves when the service or the bus is gone, rejects
   * when it is not there.
   */
  follow(object: BusObject, onValues: (values: Record<string, unknown>) => void, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** The dictionary of a `GetAll` or `PropertiesChanged`, in whichever shape the library reads it. */
const plainValues = (dictionary: unknown): Record<string, unknown> => {
  const entries = Array.isArray(dictionary) ? (dictionary as [string, unknown][]) : Object.entries(dictionary ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, variantValue(value)]));
};

/** @throws Error when there is no such bus */
export const openBus = async (kind: 'session' | 'system', env: NodeJS.ProcessEnv = process.env): Promise<Bus> => {
  if (kind === 'session' && !env.DBUS_SESSION_BUS_ADDRESS) throw new Error('no session bus');
  const bus: MessageBus =
    kind === 'session' ? sessionBus({ busAddress: env.DBUS_SESSION_BUS_ADDRESS as string }) : systemBus();
  const gone = new Promise<void>((resolve) => bus.connection.on('close', () => resolve()));
  const failed = new Promise<never>((_, reject) => bus.connection.on('error', reject));
  failed.catch(() => undefined);

  const invoke = async (message: object): Promise<unknown> =>
    Promise.race([bus.invoke(message, { timeout: callMs }) as PromiseLike<unknown>, failed]);
  const call: Bus['call'] = ({ service, path, interface: iface }, member, signature, body) =>
    invoke({ destination: service, path, interface: iface, member, ...(signature ? { signature, body } : {}) });
  const daemon: BusObject = {
    service: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
  };

  return {
    call,
    follow: async (object, onValues, signal) => {
      const { service, path, interface: iface } = object;
      const changes = `type='signal',sender='${service}',path='${path}',interface='${properties}',arg0='${iface}'`;
      const owners = `type='signal',member='NameOwnerChanged',interface='org.freedesktop.DBus',arg0='${service}'`;
      let leave: () => void = () => undefined;
      const left = new Promise<void>((resolve) => {
        leave = resolve;
      });
      const hear = (message: { type?: number; path?: string; member?: string; body?: unknown[] }): void => {
        if (message.type !== messageType.signal) return;
        if (message.member === 'NameOwnerChanged' && message.body?.[0] === service && message.body[2] === '') leave();
        if (message.member === 'PropertiesChanged' && message.path === path && message.body?.[0] === iface)
          onValues(plainValues(message.body[1]));
      };
      bus.connection.on('message', hear);
      signal.addEventListener('abort', leave, { once: true });
      try {
        await bus.addMatch(changes);
        await bus.addMatch(owners);
        // Asked first, because calling a service that does not run may start it.
        if ((await call(daemon, 'NameHasOwner', 's', [service])) !== true) throw new Error(`${service} does not run`);
        onValues(plainValues(await call({ ...object, interface: properties }, 'GetAll', 's', [iface])));
        await Promise.race([left, gone]);
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
    close: () => {
      bus.connection.end();
    },
  };
};
