/** The probe's child with the message port of an Electron utility process in place of Node's own channel. */
import { EventEmitter } from 'node:events';

const port = new EventEmitter();
process.on('message', (data) => port.emit('message', { data }));
Object.assign(process, {
  parentPort: Object.assign(port, { postMessage: (message: object) => process.send?.(message) }),
});
await import('../../electron/probe/child.ts');
