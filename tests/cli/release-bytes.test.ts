import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyFolder } from '../../electron/headless/cli/verify-folder.ts';
import { isSignedBy } from '../../electron/link/ed25519.ts';
import { releaseFileName, releaseParts } from '../../shared/domain/releases/files.ts';
import { writeReleases } from '../fakes/releases/release-folder.ts';
import { createSigners } from '../fakes/releases/signers.ts';

it('tells every single byte of a small release when it is another, with its file and its line', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'perigee-bytes-'));
  try {
    const [blockId = ''] = await writeReleases(dir, { devices: 4, hours: 1, seed: 4 }, createSigners());
    const findingsOf = async () => {
      const asked = { dir, isSignedBy, signal: new AbortController().signal, onBlock: () => undefined };
      return (await verifyFolder({ ...asked, keys: { network: [], validators: [] } })).findings;
    };
    expect(await findingsOf()).toEqual([]);
    const missed: string[] = [];
    let flips = 0;
    for (const part of releaseParts) {
      const path = join(dir, releaseFileName(blockId, part));
      const bytes = await readFile(path);
      let line = 1;
      for (const [at, byte] of bytes.entries()) {
        await writeFile(path, bytes.with(at, byte ^ (1 << (at % 8))));
        const about = (await findingsOf()).filter((each) => each.part === part);
        const isLined = part === 'rows' || part === 'leaves';
        if (!about.some(({ row }) => !isLined || row === line)) missed.push(`${part} ${at}`);
        if (byte === 0x0a) line += 1;
        flips += 1;
      }
      await writeFile(path, bytes);
    }
    expect(missed).toEqual([]);
    expect(flips).toBeGreaterThan(5_000);
    expect(await findingsOf()).toEqual([]);
  } finally {
    await rm(dir, { recursive: true });
  }
}, 900_000);
