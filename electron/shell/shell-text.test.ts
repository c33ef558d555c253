import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readShellText } from './shell-text.ts';

let localesDir = '';
beforeAll(async () => {
  localesDir = await mkdtemp(path.join(tmpdir(), 'perigee-locales-'));
  await mkdir(path.join(localesDir, 'es'));
  await writeFile(path.join(localesDir, 'es', 'tray.json'), JSON.stringify({ state: { paused: 'En pausa' } }));
  await mkdir(path.join(localesDir, 'xx'));
  await writeFile(path.join(localesDir, 'xx', 'tray.json'), '{ not json');
});
afterAll(() => rm(localesDir, { recursive: true }));

describe('the sentences of the shell', () => {
  it('are English where nothing else is there', async () => {
    expect((await readShellText(localesDir, 'en'))('tray:state.paused')).toBe('Paused');
  });

  it('are in the owner’s language, region or not', async () => {
    expect((await readShellText(localesDir, 'es'))('tray:state.paused')).toBe('En pausa');
    expect((await readShellText(localesDir, 'es-MX'))('tray:state.paused')).toBe('En pausa');
  });

  it('fall back to English one by one', async () => {
    expect((await readShellText(localesDir, 'es'))('tray:menu.open')).toBe('Open Perigee');
  });

  it.each(['xx', 'zz', '', '../../../etc', 'es/../xx'])('are English for the language "%s"', async (language) => {
    expect((await readShellText(localesDir, language))('tray:state.paused')).toBe('Paused');
  });

  it('take their facts as plain text', async () => {
    const text = await readShellText(localesDir, 'en');
    expect(text('startup:DATA_FOLDER_BUSY', { path: '/home/a&b/<core>' })).toContain('/home/a&b/<core>.');
  });
});
