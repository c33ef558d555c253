/**
 * The server's secrets: one 256-bit token per run, in a file that only its owner can read, and launch codes that a
 * browser trades for it once within 60 seconds. Neither ever stands in a command line.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../../shared/units/time.ts';

export const launchCodeLifetimeMs = 60_000;

export interface Access {
  readonly token: string;
  isToken(candidate: string): boolean;
  /** A new single-use code. */
  issueLaunchCode(): string;
  /** @returns true once for a code that is known and not yet old */
  redeemLaunchCode(code: string): boolean;
}

const isSame = (a: string, b: string): boolean => {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
};

export const createAccess = (clock: Clock): Access => {
  const token = randomBytes(32).toString('base64url');
  const codes = new Map<string, number>();
  return {
    token,
    isToken: (candidate) => isSame(candidate, token),
    issueLaunchCode: () => {
      const code = randomBytes(32).toString('base64url');
      codes.set(code, clock.monotonic() + launchCodeLifetimeMs);
      return code;
    },
    redeemLaunchCode: (code) => {
      const expiresAt = codes.get(code);
      codes.delete(code);
      for (const [old, until] of codes) if (until < clock.monotonic()) codes.delete(old);
      return expiresAt !== undefined && clock.monotonic() <= expiresAt;
    },
  };
};

const runFileSchema = z.object({
  pid: z.number().int(),
  url: z.string().regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/),
  token: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  startedAt: z.number(),
});
type RunFile = z.infer<typeof runFileSchema>;

const runFilePath = (dataDir: string): string => join(dataDir, 'run', 'core.json');

/** Tells this user's command line where the running core answers. @returns a function that removes it */
export const writeRunFile = (dataDir: string, run: RunFile): (() => void) => {
  const path = runFilePath(dataDir);
  mkdirSync(join(dataDir, 'run'), { recursive: true, mode: 0o700 });
  chmodSync(join(dataDir, 'run'), 0o700);
  writeFileSync(`${path}.new`, JSON.stringify(run), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return () => rmSync(path, { force: true });
};

/** @returns null when no core wrote one, or what stands there cannot be read */
export const readRunFile = (dataDir: string): RunFile | null => {
  try {
    const read = runFileSchema.safeParse(JSON.parse(readFileSync(runFilePath(dataDir), 'utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
};
