/** The proof that a network asks of a card by its catalogue, made on the card and judged. */
import { randomBytes } from 'node:crypto';
import type { ProbePool } from '../../electron/probe/pool.ts';
import type { Gpu } from '../../shared/contract/app/machine.ts';
import type { FillShare, ProofSpec } from '../../shared/contract/network/proofs.ts';
import { modelOf } from '../../shared/domain/hardware/catalogue.ts';
import { specFor } from '../../shared/domain/proof/difficulty.ts';
import { cardTask, type ProofTask } from '../../shared/domain/proof/pace.ts';
import { verifyFill, verifyWalk } from '../../shared/domain/proof/verify.ts';

export interface NetworkProof {
  task: ProofTask;
  spec: ProofSpec;
  /** From asking the probe to the commitment, the start of its child's device among it. */
  fillMs: number;
  walkMs: number;
  /** Of the fill and of the walk. */
  verdicts: [string, string];
}

/** @throws when the card says nothing of its memory, and what the probe throws */
export const proveAsAsked = async (pool: ProbePool, gpu: Gpu): Promise<NetworkProof> => {
  const model = modelOf({ pciId: gpu.pciId.value, name: gpu.name.value });
  const task = cardTask({ model, vramBytes: gpu.vramBytes.value ?? 0, offeredBytes: null }, null);
  if (task === null) throw new Error('the card says nothing of its memory');
  const spec = specFor({ ...task.difficulty, seed: randomBytes(32).toString('hex') });
  const nonce = randomBytes(16).toString('hex');
  const begun = performance.now();
  let walkFrom = 0;
  let fill: FillShare[] = [];
  const { shares } = await pool.for(gpu.selector).prove(spec, gpu.adapterName, {
    signal: new AbortController().signal,
    deadlineMs: 150_000,
    onCommit: async (committed) => {
      fill = committed;
      walkFrom = performance.now();
      return nonce;
    },
  });
  const walkMs = performance.now() - walkFrom;
  const sampling = { sample: 16, random: Math.random };
  return {
    task,
    spec,
    fillMs: walkFrom - begun,
    walkMs,
    verdicts: [verifyFill(spec, fill, sampling).verdict, verifyWalk(spec, nonce, shares, sampling).verdict],
  };
};
