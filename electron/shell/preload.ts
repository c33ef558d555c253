/**
 * Runs in the sandbox beside the page. Gives the page one function, which asks the main process for a line to the core;
 * no Electron object, channel name or event reaches the page.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { connectChannel, portMessage } from './channel.ts';

contextBridge.exposeInMainWorld('perigee', {
  /** The page's end of the line arrives as a window message whose data is `perigee:port`. */
  connect(): void {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage(connectChannel, null, [port1]);
    window.postMessage(portMessage, location.origin, [port2]);
  },
});
