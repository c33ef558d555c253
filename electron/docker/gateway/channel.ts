/** One stream out of two: what is written goes to the first, what is read comes from the second. */
import { Duplex, type Readable } from 'node:stream';

/** @param raw both ways, of which only the writing is used @param output what is to be read of it */
export const joinedChannel = (raw: Duplex, output: Readable): Duplex => {
  const channel = new Duplex({
    read: () => void output.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      if (raw.write(chunk)) done();
      else raw.once('drain', () => done());
    },
    final: (done) => raw.end(done),
    destroy: (error, done) => {
      raw.destroy();
      output.destroy();
      done(error);
    },
  });
  output.on('data', (chunk: Buffer) => {
    if (!channel.push(chunk)) output.pause();
  });
  output.on('error', () => channel.destroy());
  // The engine closes it when the program has ended or the engine itself goes.
  for (const event of ['end', 'close', 'error']) raw.on(event, () => channel.destroy());
  return channel;
};
