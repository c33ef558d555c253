import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { powerEventsFrom, quitOnShutdown } from './power.ts';

const monitorOf = (events: EventEmitter) => events as unknown as Electron.PowerMonitor;

it('passes sleep and wake on until told to stop', () => {
  const events = new EventEmitter();
  const power = powerEventsFrom(monitorOf(events));
  const heard: string[] = [];
  const stops = [power.onSuspend(() => heard.push('suspend')), power.onResume(() => heard.push('resume'))];
  events.emit('suspend');
  events.emit('resume');
  for (const stop of stops) stop();
  events.emit('suspend');
  events.emit('resume');
  expect(heard).toEqual(['suspend', 'resume']);
});

it('asks a system that shuts down to wait, and quits', () => {
  const events = new EventEmitter();
  const acts: string[] = [];
  quitOnShutdown(monitorOf(events), () => acts.push('quit'));
  events.emit('shutdown', { preventDefault: () => acts.push('wait') });
  events.emit('shutdown');
  expect(acts).toEqual(['wait', 'quit', 'quit']);
});
