/**
 * Verifies one release of a network as a stranger would, before it is signed: its files, its rows and sums, the network's
 * signature, and that it goes on from the release before. Rows pass through and are not kept. It signs nothing.
 */
import type { Finding } from '../../shared/domain/releases/finding.ts';
import { manifestHash } from '../../shared/domain/releases/manifest.ts';
import { verifyRelease } from '../../shared/domain/releases/verify.ts';
import { isSignedBy } from '../link/ed25519.ts';
import { type ReleaseSource, readPublished } from '../link/published-release.ts';

export interface Witnessed {
  /** The file, to the byte. */
  readonly manifest: string;
  readonly manifestHash: string;
  /** Hash of the manifest that it goes on from; null for a network's first. */
  readonly previous: string | null;
  readonly previousBlockId: string | null;
  /** Empty: it holds. */
  readonly findings: readonly Finding[];
}

const mostFindings = 20;

/** It waits for validators, of whom this is one. */
const isOwnToGive = ({ code, key }: Finding): boolean => code === 'signature_missing' && key === 'validator';

/** @param networkKeys  keys that it must be signed with, known from elsewhere; empty: whatever the manifest names */
export const witnessRelease = async (
  api: ReleaseSource,
  blockId: string,
  networkKeys: readonly string[],
): Promise<Witnessed> => {
  const { files, text, manifest, before } = await readPublished(api, blockId);
  const verified = await verifyRelease({
    ...{ blockId, files, isSignedBy },
    before: before?.release ?? null,
    corrections: [],
    keys: { network: networkKeys, validators: [] },
    most: mostFindings,
  });
  return {
    manifest: text,
    manifestHash: manifestHash(text),
    previous: manifest?.previous ?? null,
    previousBlockId: before?.blockId ?? null,
    findings: verified.findings.filter((finding) => !isOwnToGive(finding)),
  };
};
