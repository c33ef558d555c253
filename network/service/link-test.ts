/**
 * Measures a device's connection: what it uploads and what it downloads in one signed request, clocked here, since what a
 * device says of its own line is worth nothing. On a fast line four mebibytes are over before it is warm, so the figure
 * is a lower bound.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { linkTestBytes } from '../../shared/domain/signing/request-profile.ts';
import type { LinkTest } from '../../shared/domain/tiers/connectivity.ts';
import type { Clock } from '../../shared/units/time.ts';

const chunkBytes = 64 * 1024;
const bitsPerByte = 8;

const mbps = (bytes: number, ms: number): number => (bytes * bitsPerByte) / 1e6 / (Math.max(ms, 0.01) / 1000);

/**
 * Reads the upload.
 *
 * @returns its hash, for the signature, and its rate; null when it is not exactly as long as asked
 */
export const clockUpload = async (
  request: IncomingMessage,
  clock: Pick<Clock, 'monotonic'>,
): Promise<{ sha256: Uint8Array<ArrayBuffer>; upMbps: number } | null> => {
  const hash = createHash('sha256');
  const startedMs = clock.monotonic();
  let received = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    received += chunk.byteLength;
    if (received > linkTestBytes) return null;
    hash.update(chunk);
  }
  if (received !== linkTestBytes) return null;
  return { sha256: new Uint8Array(hash.digest()), upMbps: mbps(received, clock.monotonic() - startedMs) };
};

/** Sends the download and waits until the device has taken it and closed the connection. @returns its rate */
export const clockDownload = async (
  response: ServerResponse,
  clock: Pick<Clock, 'monotonic'>,
): Promise<Pick<LinkTest, 'downMbps'>> => {
  const chunk = Buffer.alloc(chunkBytes);
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  const startedMs = clock.monotonic();
  for (let sent = 0; sent < linkTestBytes && !response.destroyed; sent += chunkBytes) {
    if (response.write(chunk)) continue;
    await Promise.race([closed, new Promise<void>((resolve) => response.once('drain', resolve))]);
  }
  response.end();
  await closed;
  return { downMbps: mbps(linkTestBytes, clock.monotonic() - startedMs) };
};
