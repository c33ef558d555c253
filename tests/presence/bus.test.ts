import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type MessageBus, sessionBus } from 'dbus-native';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/system-clock.ts';
import { createBusSources } from '../../electron/presence/linux/bus/sources.ts';
import type { OwnerSigns } from '../../electron/presence/owner-signs.ts';
import { findProgram } from '../../scripts/provision/programs.ts';
import { until } from '../docker/real-engine.ts';

const service = 'com.feralinteractive.GameMode';
const path = '/com/feralinteractive/GameMode';

describe.skipIf(process.platform !== 'linux')('a real session bus', () => {
  let daemon: ChildProcess;
  let address = '';
  const source = () => {
    const found = createBusSources(systemClock, { DBUS_SESSION_BUS_ADDRESS: address }).find(
      ({ name }) => name === 'game_mode',
    );
    if (found === undefined) throw new Error('no such source');
    return found;
  };

  beforeAll(async () => {
    const program = findProgram('dbus-daemon');
    if (program === null) throw new Error('dbus-daemon is not installed');
    daemon = spawn(program, ['--session', '--nofork', '--print-address'], { stdio: ['ignore', 'pipe', 'ignore'] });
    [address] = (await once(createInterface({ input: daemon.stdout as NodeJS.ReadableStream }), 'line')) as [string];
  });
  afterAll(() => daemon.kill());

  it('says nothing while GameMode does not run, and does not start it', async () => {
    await expect(source().watch(() => undefined, new AbortController().signal)).rejects.toThrow('does not run');
  });

  it('tells of a game that registers, and of its end', async () => {
    const bus: MessageBus = sessionBus({ busAddress: address });
    const mode = { ClientCount: 0 };
    await bus.requestName(service, 0);
    bus.exportInterface(mode, path, { name: service, properties: { ClientCount: 'i' } });
    const seen: Partial<OwnerSigns> = {};
    const stop = new AbortController();
    const watching = source().watch((change) => Object.assign(seen, change), stop.signal);
    await until(() => seen.game === false, 'the first word');
    const tell = (count: number): void => {
      mode.ClientCount = count;
      bus.emitPropertiesChanged(path, service, { ClientCount: count });
    };
    tell(1);
    await until(() => seen.game === '', 'a game');
    tell(0);
    await until(() => seen.game === false, 'its end');
    await bus.close();
    // GameMode went, so the source ends by itself.
    await watching;
  });
});
