/**
 * Runs the network alone: `node network/main.ts --port 8790 --data ./network-data --hour 20s`, or with `--database` one of
 * several processes on a PostgreSQL server, and with `--bus` one that reaches the others' devices at once. It prints one JSON line when it is ready, logs JSON lines to standard error,
 * and ends cleanly on SIGINT and SIGTERM.
 */
import { isPerigeeError } from '../shared/contract/codes.ts';
import { localnetParameters } from '../shared/domain/parameters/record.ts';
import type { Log } from '../shared/log.ts';
import { help, readWords } from './command-line.ts';
import { startNetwork } from './service/start-network.ts';
import { systemClock } from './service/system-clock.ts';

const writeLine = (stream: NodeJS.WriteStream, facts: Record<string, unknown>): void => {
  stream.write(`${JSON.stringify(facts)}\n`);
};

const logTo = (stream: NodeJS.WriteStream): Log => {
  const at = (level: string) => (event: string, facts?: Record<string, unknown>) =>
    writeLine(stream, { at: new Date().toISOString(), level, event, ...facts });
  return { info: at('info'), warn: at('warn'), error: at('error') };
};

const run = async (): Promise<void> => {
  const given = readWords(process.argv.slice(2), process.env);
  if (given === null) {
    process.stdout.write(help);
    return;
  }
  const log = logTo(process.stderr);
  // Only a network that is asked for its metrics carries what counts them.
  const metrics = given.metrics && (await import('./service/metrics/prometheus.ts')).createMetrics();
  // Only one of several processes carries what speaks to the others.
  const bus =
    given.busUrl !== null &&
    (await (await import('./service/bus/nats-bus.ts')).openNatsBus({ url: given.busUrl, clock: systemClock, log }));
  const running = await startNetwork({
    place: given.place,
    parameters: { ...localnetParameters({ hourMs: given.hourMs }), imageSigners: given.imageSigners },
    clock: systemClock,
    log,
    host: given.host,
    port: given.port,
    authorities: given.authorities,
    isSelfRunning: true,
    vouchedImages: given.vouchedImages,
    operatorKeys: given.operatorKeys,
    complianceScript: given.complianceScript,
    ...(given.releasesDir === null ? {} : { releasesDir: given.releasesDir }),
    ...(bus ? { bus } : {}),
    ...(metrics ? { meter: metrics.meter } : {}),
  });
  const page = given.metrics && metrics ? await metrics.serve(running.network, given.metrics) : null;
  const { url, setAside } = running;
  // Heard before it says that it is ready: whoever reads that may end it at once.
  const asked = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  writeLine(process.stdout, { url, pid: process.pid, setAside, metrics: page?.url ?? null });
  await asked;
  await page?.close();
  await running.close();
};

const exitCodeOf = (error: unknown): number => {
  if (!isPerigeeError(error)) return 1;
  switch (error.code) {
    case 'SETTINGS_INVALID':
      return 2;
    case 'PORT_BUSY':
      return 3;
    case 'DATA_FOLDER_BUSY':
    case 'DATA_FOLDER_DENIED':
      return 4;
    case 'DATABASE_UNREACHABLE':
    case 'BUS_UNREACHABLE':
      return 5;
    default:
      return 1;
  }
};

/** An error with what led to it: the first is often only where it was noticed. */
const detailOf = (error: unknown): string =>
  error instanceof Error && error.cause !== undefined ? `${error}, as ${detailOf(error.cause)}` : String(error);

try {
  await run();
} catch (error) {
  const facts = isPerigeeError(error) ? error.problem : { code: 'INTERNAL', detail: detailOf(error) };
  writeLine(process.stderr, { level: 'error', ...facts });
  process.exitCode = exitCodeOf(error);
}
