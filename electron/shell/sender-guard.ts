/**
 * Who may speak to the main process: the top frame of our own window, on our own page. The only file that touches
 * ipcMain, so that no channel can be opened without the check.
 */
import { isOwnPage } from './own-page.ts';

export type Refusal = 'no_frame' | 'not_top_frame' | 'foreign_page' | 'foreign_window';

type Frame = Pick<Electron.WebFrameMain, 'url' | 'parent'>;
type Contents = Pick<Electron.WebContents, 'id'>;
export interface IpcSender {
  readonly senderFrame: Frame | null;
  readonly sender: Contents;
}

export class SenderRefusedError extends Error {
  override readonly name = 'SenderRefusedError';
  readonly refusal: Refusal;

  constructor(channel: string, refusal: Refusal) {
    super(`A message on ${channel} was refused: ${refusal}`);
    this.refusal = refusal;
  }
}

/** @param ownContentsId  the window that may speak; null while there is none */
export const refusalOf = (event: IpcSender, ownContentsId: number | null): Refusal | null => {
  if (event.senderFrame === null) return 'no_frame';
  if (event.senderFrame.parent !== null) return 'not_top_frame';
  if (!isOwnPage(event.senderFrame.url)) return 'foreign_page';
  return event.sender.id === ownContentsId ? null : 'foreign_window';
};

/**
 * Listens on one channel. A refused message closes the ports that came with it, so that every call waiting on them
 * fails at once, and is reported; it never reaches `onMessage`.
 *
 * @returns a function that ends the listening
 */
export const listenToOwnPage = (
  ipcMain: Pick<Electron.IpcMain, 'on' | 'off'>,
  channel: string,
  options: {
    ownContentsId(): number | null;
    onMessage(event: Electron.IpcMainEvent): void;
    onRefused(error: SenderRefusedError): void;
  },
): (() => void) => {
  const listener = (event: Electron.IpcMainEvent): void => {
    const refusal = refusalOf(event, options.ownContentsId());
    if (refusal === null) {
      options.onMessage(event);
      return;
    }
    for (const port of event.ports) port.close();
    options.onRefused(new SenderRefusedError(channel, refusal));
  };
  ipcMain.on(channel, listener);
  return () => {
    ipcMain.off(channel, listener);
  };
};
