/** Made-up proofs for the fake core: one that passed, and one in which a single GPU failed. */
import type { Gpu } from '../../../shared/contract/app/machine.ts';
import type { Status } from '../../../shared/contract/app/status.ts';
import type { Verdict } from '../../../shared/contract/network/proofs.ts';

const gib = 1024 ** 3;

type LastProof = NonNullable<Status['lastProof']>;

/** What a proof asks of a card: all but two GiB. */
const askedOf = (gpu: Gpu): number => (gpu.vramBytes.value ?? 3 * gib) - 2 * gib;

/** @param gpus that were asked; none: the processor was */
export const proofOf = (now: number, gpus: readonly Gpu[]): LastProof => {
  const parts = gpus.map((gpu) => ({
    gpuId: gpu.id,
    verdict: 'passed' as const,
    detail: null,
    provenBytes: askedOf(gpu),
    askedBytes: askedOf(gpu),
  }));
  return {
    at: now - 240_000,
    passed: true,
    verdict: 'passed',
    isExcused: false,
    proveMs: 4_512,
    deadlineMs: 7_400,
    shareOfLimit: 0.61,
    verifyMs: 38,
    provenBytes: parts.reduce((total, { provenBytes }) => total + provenBytes, 0),
    parts,
  };
};

export const failedProof = (now: number, gpus: readonly Gpu[], failedId: string, verdict: Verdict): LastProof => {
  const proof = proofOf(now, gpus);
  return {
    ...proof,
    passed: false,
    verdict,
    provenBytes: 0,
    shareOfLimit: verdict === 'late' ? 1.14 : proof.shareOfLimit,
    parts: proof.parts.map((part) => (part.gpuId === failedId ? { ...part, verdict, provenBytes: 0 } : part)),
  };
};
