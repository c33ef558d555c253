import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type IpcSender, listenToOwnPage, refusalOf } from './sender-guard.ts';

const top = { url: 'app://perigee/', parent: null };
const own = 7;
const from = (senderFrame: IpcSender['senderFrame'], id = own): IpcSender => ({ senderFrame, sender: { id } });

describe('who may speak to the main process', () => {
  it('takes our own top frame', () => expect(refusalOf(from(top), own)).toBeNull());

  it.each<[string, IpcSender, number | null, string]>([
    ['a frame that is already gone', from(null), own, 'no_frame'],
    ['a frame inside our page', from({ ...top, parent: top as Electron.WebFrameMain }), own, 'not_top_frame'],
    ['another site', from({ ...top, url: 'https://example.com/' }), own, 'foreign_page'],
    ['a name that begins like ours', from({ ...top, url: 'app://perigee.evil/' }), own, 'foreign_page'],
    ['a blank page', from({ ...top, url: 'about:blank' }), own, 'foreign_page'],
    ['a second window', from(top, 8), own, 'foreign_window'],
    ['any window while ours is closed', from(top), null, 'foreign_window'],
  ])('refuses %s', (_who, event, contentsId, refusal) => expect(refusalOf(event, contentsId)).toBe(refusal));
});

describe('a channel', () => {
  const open = () => {
    const ipc = new EventEmitter();
    const heard: unknown[] = [];
    const refused: string[] = [];
    const stop = listenToOwnPage(ipc as unknown as Electron.IpcMain, 'perigee:connect', {
      ownContentsId: () => own,
      onMessage: (event) => heard.push(event),
      onRefused: (error) => refused.push(`${error.name}: ${error.refusal}`),
    });
    return { ipc, heard, refused, stop };
  };

  it('hears our page', () => {
    const { ipc, heard, refused } = open();
    ipc.emit('perigee:connect', { ...from(top), ports: [] });
    expect(heard).toHaveLength(1);
    expect(refused).toEqual([]);
  });

  it('answers a foreign sender with an error and closed ports', () => {
    const { ipc, heard, refused } = open();
    let closed = 0;
    const port = { close: () => (closed += 1) };
    ipc.emit('perigee:connect', { ...from({ ...top, url: 'https://example.com/' }), ports: [port, port] });
    expect(heard).toEqual([]);
    expect(refused).toEqual(['SenderRefusedError: foreign_page']);
    expect(closed).toBe(2);
  });

  it('hears nothing once it is stopped', () => {
    const { ipc, heard, stop } = open();
    stop();
    ipc.emit('perigee:connect', { ...from(top), ports: [] });
    expect(heard).toEqual([]);
  });
});
