/**
 * What a proof costs those who make it, check it and carry it: plain figures of this machine, for the bench and for
 * docs/benchmarks.md. It judges no device.
 */
import { openWasmRecompute } from '../../network/verifier/wasm-recompute.ts';
import type { FillShare, ProofSpec } from '../../shared/contract/network/proofs.ts';
import { specFor } from '../../shared/domain/proof/difficulty.ts';
import { packFillShares, packWalkShares } from '../../shared/domain/proof/packing.ts';
import { createCpuProver } from '../../shared/domain/proof/prove-cpu.ts';
import { type Recompute, referenceRecompute } from '../../shared/domain/proof/recompute.ts';
import { createVerifier } from '../../shared/domain/proof/verify.ts';
import { drivers, realProbe } from '../../tests/probe/real-probe.ts';
import { medianOf } from '../bench/figure.ts';
import { type BenchNetwork, unhurried } from './bench-network.ts';
import { createRandom } from './draws.ts';

export interface ProofFigure {
  readonly name: string;
  readonly unit: 'ms' | 'bytes' | '×';
  /** null: it could not be measured here, and `note` says why. */
  readonly value: number | null;
  readonly runs: number;
  readonly atMost: number | null;
  readonly atLeast: number | null;
  readonly note: string;
}

const mebibyte = 2 ** 20;
const nonce = '1d'.repeat(16);
/** Shares that the network recomputes of each stage. */
const sampled = 64;
const verifyRuns = 25;
const verifyRunsOfProof = 5;
/** Generous for two busy cores; the driver proves in some seconds. */
const proveDeadlineMs = 180_000;

/** What a card is asked, over 256 MiB: an item is 512 permutations. */
const cardSpec: ProofSpec = specFor({
  target: 'gpu',
  seed: '1f'.repeat(32),
  coverBytes: 256 * mebibyte,
  maxShardBytes: 256 * mebibyte,
  rounds: 256,
  lanes: 2 ** 17,
  steps: 64,
  expectedShares: 1_024,
});

const figure = (
  said: Pick<ProofFigure, 'name' | 'unit' | 'value'> &
    Partial<Pick<ProofFigure, 'runs' | 'atMost' | 'atLeast' | 'note'>>,
): ProofFigure => ({ runs: 1, atMost: null, atLeast: null, note: '', ...said });

/** @returns median wall time of all the sampled lanes on one thread; a thread's own time is told too coarsely here */
const verifyWalkMs = (recompute: Recompute): number => {
  const lanes = Array.from({ length: sampled }, (_, at) => at * 1_009);
  const times: number[] = [];
  for (let run = 0; run < verifyRuns; run += 1) {
    const startedAt = performance.now();
    recompute.digests(cardSpec, nonce, lanes);
    times.push(performance.now() - startedAt);
  }
  return medianOf(times);
};

const verifyFigures = (wasm: Recompute | null): ProofFigure[] => {
  const javaScriptMs = verifyWalkMs(referenceRecompute);
  const webAssemblyMs = wasm && verifyWalkMs(wasm);
  const what = 'wall time on one thread for walk shares, 512 permutations an item, 64 reads each';
  const note = wasm === null ? 'this engine has no WebAssembly SIMD' : what;
  const runs = verifyRuns;
  return [
    figure({ name: 'verify one share, JavaScript', unit: 'ms', value: javaScriptMs / sampled, runs, note: what }),
    figure({
      name: 'verify one share, WebAssembly',
      unit: 'ms',
      value: webAssemblyMs && webAssemblyMs / sampled,
      runs,
      note,
    }),
    figure({
      name: `verify ${sampled} shares, WebAssembly`,
      unit: 'ms',
      value: webAssemblyMs,
      runs,
      atMost: 60,
      note: wasm === null ? note : `${what}; without reading, signature and database`,
    }),
  ];
};

/** A whole proof on Mesa's lavapipe in the real probe, and the verdict on it, in wall time. */
const proveFigures = async (arithmetic: Recompute): Promise<ProofFigure[]> => {
  const driver = drivers.find(({ name }) => name === 'lavapipe');
  const name = 'prove ÷ verify, lavapipe, 256 MiB';
  if (driver === undefined || driver.skip !== null)
    return [figure({ name, unit: '×', value: null, atLeast: 100, note: driver?.skip ?? 'no lavapipe 25' })];
  const probe = realProbe({}, driver.env);
  try {
    let startedAt: number | null = null;
    let filledAt = 0;
    let fillShares: FillShare[] = [];
    const { shares: walkShares } = await probe.prove(cardSpec, null, {
      signal: new AbortController().signal,
      deadlineMs: proveDeadlineMs,
      // The driver was started and the kernels compiled before.
      onProgress: () => {
        startedAt ??= performance.now();
      },
      onCommit: async (shares) => {
        filledAt = performance.now();
        fillShares = shares;
        return nonce;
      },
    });
    const provedAt = performance.now();
    const fillMs = filledAt - (startedAt ?? filledAt);
    const walkMs = provedAt - filledAt;
    const verifier = createVerifier(arithmetic);
    const sampling = { sample: sampled, random: createRandom(1) };
    const times: number[] = [];
    const verdicts: string[] = [];
    for (let run = 0; run < verifyRunsOfProof; run += 1) {
      const verifyAt = performance.now();
      verdicts.push(verifier.fill(cardSpec, fillShares, sampling).verdict);
      verdicts.push(verifier.walk(cardSpec, nonce, walkShares, sampling).verdict);
      times.push(performance.now() - verifyAt);
    }
    const verifyMs = medianOf(times);
    if (verdicts.some((verdict) => verdict !== 'passed')) throw new Error('an honest proof did not pass');
    return [
      figure({ name: 'fill, lavapipe, 256 MiB', unit: 'ms', value: fillMs }),
      figure({ name: 'walk, lavapipe, 131,072 lanes', unit: 'ms', value: walkMs }),
      figure({
        name: 'verify that proof, wall time',
        unit: 'ms',
        value: verifyMs,
        runs: verifyRunsOfProof,
        note: `${sampled} shares of the fill and ${sampled} of the walk`,
      }),
      figure({ name, unit: '×', value: (fillMs + walkMs) / verifyMs, atLeast: 100 }),
    ];
  } finally {
    await probe.close();
  }
};

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Bodies of one proof with 1,024 shares of each stage, as they go over the wire; headers are not counted. */
const wireFigures = async (network: BenchNetwork): Promise<ProofFigure[]> => {
  const { device, challenge, spec, session } = await network.ask(unhurried);
  const prover = createCpuProver(spec, async () => {});
  const parts = [{ gpu: 0, coveredBytes: spec.shardBytes * spec.shards, fillShares: await prover.fill() }];
  const committed = await device.commit(challenge, parts, 'packed');
  const nonces = committed.body.parts as { gpu: number; nonce: string }[];
  const walks = [{ gpu: 0, walkShares: await prover.walk(nonces[0]?.nonce ?? ''), telemetry: null }];
  const own = [{ gpu: 0, walkShares: walks[0]?.walkShares ?? [] }];
  const answered = await device.answer(challenge, parts, nonces, own, 'packed');
  const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  const packedParts = parts.map((part) => ({ ...part, fillShares: base64Of(packFillShares(part.fillShares)) }));
  const packedWalks = walks.map((walk) => ({ ...walk, walkShares: base64Of(packWalkShares(walk.walkShares)) }));
  session.close();
  /** 64 bytes in base64url. */
  const signature = 'x'.repeat(86);
  return [
    figure({ name: 'proof up: commitment', unit: 'bytes', value: bytesOf({ parts: packedParts }) }),
    figure({ name: 'proof up: answer', unit: 'bytes', value: bytesOf({ parts: packedWalks, signature }) }),
    figure({
      name: 'proof down: challenge, nonce, verdict',
      unit: 'bytes',
      value: bytesOf(challenge) + bytesOf(committed.body) + bytesOf(answered.body),
    }),
  ];
};

/** @throws when an honest proof does not pass */
export const proofFigures = async (network: BenchNetwork): Promise<ProofFigure[]> => {
  const wasm = openWasmRecompute();
  return [...verifyFigures(wasm), ...(await proveFigures(wasm ?? referenceRecompute)), ...(await wireFigures(network))];
};
