/** `up`: the core with its UI on loopback, until it is stopped. */
import { isPerigeeError, PerigeeError } from '../../../../shared/contract/codes.ts';
import { createCore } from '../../../core/create-core.ts';
import { headlessPorts } from '../../host.ts';
import { openInBrowser } from '../../open-in-browser.ts';
import { serveCore } from '../../server/serve-core.ts';
import { exitCodes } from '../exit-codes.ts';
import { faceOfRunning, launchUrlOfRunning } from '../face.ts';
import type { Verb, VerbContext } from '../verb.ts';

/** The holder of the folder may be starting: its address appears a moment after its lock. */
const addressDeadlineMs = 5_000;
const addressPauseMs = 250;

/** @throws `busy` when whoever holds the folder has no pages: an `earn` or a `check`, or one that hangs */
const addressOfHolder = async ({ options, clock, signal }: VerbContext, busy: PerigeeError): Promise<string> => {
  const startedAt = clock.monotonic();
  while (clock.monotonic() - startedAt < addressDeadlineMs) {
    try {
      (await faceOfRunning(options.dataDir)).close();
      return await launchUrlOfRunning(options.dataDir);
    } catch {
      await clock.sleep(addressPauseMs, signal);
    }
  }
  throw busy;
};

/** The core is up already: show the way to it. */
const pointToRunning = async (context: VerbContext, busy: PerigeeError): Promise<void> => {
  const { options, sentences, say, answer } = context;
  const url = await addressOfHolder(context, busy);
  answer({ url, alreadyRunning: true });
  say(sentences.say('up.already', { url }));
  if (options.isOpen) await openInBrowser(url, options.dataDir);
};

export const upVerb: Verb = {
  name: 'up',
  options: ['open', 'port', 'data', 'hour', 'image', 'registry', 'mirror', 'engine', 'network', 'wallet'],
  run: async (context) => {
    const { options, installation, sentences, clock, log, signal, say, answer } = context;
    const core = await createCore(headlessPorts(context)).catch((error: unknown) => {
      if (isPerigeeError(error) && error.code === 'DATA_FOLDER_BUSY') return error;
      throw error;
    });
    if (core instanceof PerigeeError) {
      await pointToRunning(context, core);
      return exitCodes.done;
    }
    try {
      const { assetsDir } = installation;
      const { port, dataDir } = options;
      const server = await serveCore(core, { port, dataDir, assetsDir, say: sentences.say, clock, log });
      const url = server.launchUrl();
      answer({ url, pid: process.pid });
      say(sentences.say('up.open', { url }));
      say(sentences.say('up.stop'));
      if (options.isOpen) await openInBrowser(url, options.dataDir);
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      await server.close();
      return exitCodes.done;
    } finally {
      await core.close();
    }
  },
};
