import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { activities } from '../../shared/contract/app/status.ts';
import { readShellText, type ShellText } from './shell-text.ts';
import { type TrayRow, trayMenuFor } from './tray-menu.ts';
import type { UpdateState } from './update-state.ts';

let text: ShellText;
beforeAll(async () => {
  text = await readShellText(path.resolve(import.meta.dirname, '../../locales'), 'en');
});

const current: UpdateState = { kind: 'current' };
const actionsIn = (rows: TrayRow[]): string[] => rows.flatMap((row) => (row.kind === 'action' ? [row.action] : []));
const labelsIn = (rows: TrayRow[]): string[] => rows.flatMap((row) => (row.kind === 'separator' ? [] : [row.label]));

describe('the tray menu', () => {
  it.each([
    [null, ['open', 'quit']],
    ['new', ['open', 'quit']],
    ['off', ['open', 'start', 'quit']],
    ['joining', ['open', 'pause', 'quit']],
    ['ready', ['open', 'pause', 'quit']],
    ['working', ['open', 'pause', 'quit']],
    ['finishing', ['open', 'pause', 'quit']],
    ['paused', ['open', 'resume', 'quit']],
    ['blocked', ['open', 'pause', 'quit']],
  ] as const)('offers in the state %s: %j', (activity, actions) => {
    expect(actionsIn(trayMenuFor(activity, current, text))).toEqual(actions);
  });

  it.each(activities)('says the state %s first, in a sentence of its own', (activity) => {
    const [first] = trayMenuFor(activity, current, text);
    expect(first).toMatchObject({ kind: 'text' });
    const others = activities.filter((other) => other !== activity);
    for (const other of others)
      expect(labelsIn(trayMenuFor(other, current, text))[0]).not.toBe(first && 'label' in first && first.label);
  });

  it('says nothing of updates while there is none', () => {
    for (const update of [current, { kind: 'off', refusal: 'not_packaged' } as const])
      expect(labelsIn(trayMenuFor('ready', update, text)).join()).not.toMatch(/version|update/i);
  });

  it('offers an update, and once accepted says what it waits for', () => {
    const offered = trayMenuFor('working', { kind: 'available', version: '1.4.0' }, text);
    expect(actionsIn(offered)).toContain('update');
    expect(labelsIn(offered)).toContain('Update to version 1.4.0');
    const waiting = trayMenuFor('working', { kind: 'waiting', version: '1.4.0' }, text);
    expect(actionsIn(waiting)).not.toContain('update');
    expect(labelsIn(waiting)).toContain('Version 1.4.0 installs when the job ends');
  });

  it('lets a failed update be tried again', () => {
    expect(actionsIn(trayMenuFor('ready', { kind: 'failed' }, text))).toContain('update');
  });
});
