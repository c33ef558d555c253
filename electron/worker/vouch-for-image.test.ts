import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { honestJob } from '../../tests/admission/hostile-jobs.ts';
import {
  issuer,
  type OwnSigstore,
  openOwnSigstore,
  sha256,
  statementOf,
  workflow,
} from '../../tests/fakes/sigstore/own-sigstore.ts';
import { type SigningRegistry, startSigningRegistry } from '../../tests/fakes/sigstore/signing-registry.ts';
import { createSimulatedEngine } from '../../tests/fakes/simulated-engine.ts';
import type { EngineVerdict } from '../docker/admission/engine-floor.ts';
import { createImageSignatures, type ImageSignatures } from '../docker/signatures/image-signatures.ts';
import { judgeJob } from './judge-job.ts';
import { admitVouched } from './vouch-for-image.ts';

const config = Buffer.from(JSON.stringify({ os: 'linux', config: {} }));
const manifest = Buffer.from(
  JSON.stringify({
    schemaVersion: 2,
    config: { digest: `sha256:${sha256(config).toString('hex')}`, size: config.byteLength },
    layers: [],
  }),
);
const pins = [{ issuer, identity: workflow }];
const limits = { cpuThreads: 8, memoryBytes: 2 ** 34, pids: 512, scratchBytes: 2 ** 30, networkBytes: 0 };
const signal = new AbortController().signal;

let dir = '';
let own: OwnSigstore;
let registry: SigningRegistry;
let signatures: ImageSignatures;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-vouch-'));
  own = await openOwnSigstore();
  writeFileSync(join(dir, 'root.json'), own.trustedRoot);
  const bundle = await own.signStatement(statementOf(sha256(manifest).toString('hex')));
  registry = await startSigningRegistry({ manifest, config, bundles: [Buffer.from(JSON.stringify(bundle))] });
  signatures = createImageSignatures(join(dir, 'root.json'));
});
afterAll(async () => {
  await registry.close();
  rmSync(dir, { recursive: true });
});

const spec = () => ({ ...honestJob, image: registry.image, gpus: [] });
const policyOn = (engine: EngineVerdict = 'sound', registries = [registry.host]) => ({
  ...{ limits, registries, leasedGpus: [], engine },
});
const admit = (options: Partial<Parameters<typeof admitVouched>[1]> = {}, offered: unknown = spec()) =>
  admitVouched(offered, { policy: policyOn(), isSignedByNetwork: false, pins, signatures, signal, ...options });
const askedBy = async (act: () => Promise<unknown>): Promise<number> => {
  const before = registry.asked.length;
  await act();
  return registry.asked.length - before;
};

describe('a job’s admission', () => {
  it('takes an image that a pinned signer signed, and says who', async () => {
    expect(await admit()).toMatchObject({
      kind: 'admitted',
      vouched: { by: 'sigstore', issuer, identity: workflow },
    });
  });

  it('takes the network’s own signature without asking the registry', async () => {
    const asked = await askedBy(async () =>
      expect(await admit({ isSignedByNetwork: true, pins: [] })).toMatchObject({
        kind: 'admitted',
        vouched: { by: 'network' },
      }),
    );
    expect(asked).toBe(0);
  });

  it.each<[string, Partial<Parameters<typeof admitVouched>[1]>, string]>([
    ['nobody is pinned', { pins: [] }, 'image_unsigned'],
    ['the app has no trust root', { signatures: undefined }, 'image_unsigned'],
  ])('refuses it where %s, and asks nobody', async (_where, options, reason) => {
    const asked = await askedBy(async () => expect(await admit(options)).toMatchObject({ reasons: [reason] }));
    expect(asked).toBe(0);
  });

  it('asks no registry that images may not come from, and none for a job that is refused anyway', async () => {
    const asked = await askedBy(async () => {
      expect(await admit({ policy: policyOn('sound', ['docker.io']) })).toMatchObject({
        reasons: ['registry_not_allowed'],
      });
      expect(await admit({}, { ...spec(), pids: 513 })).toMatchObject({ reasons: ['over_pids'] });
    });
    expect(asked).toBe(0);
  });

  it.each(['below_floor', 'unreviewed'] as const)(
    'lets only the network’s own image run on an engine that is %s',
    async (engine) => {
      expect(await admit({ policy: policyOn(engine) })).toMatchObject({ reasons: [`engine_${engine}`] });
      expect(await admit({ policy: policyOn(engine), isSignedByNetwork: true })).toMatchObject({ kind: 'admitted' });
    },
  );

  it('says who else signed it', async () => {
    const others = [{ issuer, identity: 'https://github.com/acme/other' }];
    expect(await admit({ pins: others })).toMatchObject({
      reasons: ['image_signer_not_allowed'],
      uncounted: [`${workflow} (${issuer})`],
    });
  });
});

describe('a described job', () => {
  const judge = (signers: typeof pins | null, change: object = {}) =>
    judgeJob(JSON.stringify({ ...spec(), ...change }), {
      engine: createSimulatedEngine({ now: Date.now, monotonic: Date.now, sleep: async () => undefined }, 0).engine,
      policy: { limits, registries: [registry.host], leasedGpus: [] },
      ...{ mostImageBytes: 2 ** 30, signatures, signers, signal },
    });

  it('is judged by the signers that are given in place of the network', async () => {
    expect(await judge(pins)).toMatchObject({
      verdict: 'admitted',
      vouchedBy: { by: 'sigstore', issuer, identity: workflow },
    });
    expect(await judge(null)).toMatchObject({ verdict: 'admitted', vouchedBy: { by: 'network' } });
    expect(await judge([])).toMatchObject({
      verdict: 'refused',
      vouchedBy: null,
      reasons: [{ code: 'image_unsigned', about: 'job' }],
    });
  });

  it('whose registry does not have the image is refused for that', async () => {
    const missing = `${registry.host}/acme/image@sha256:${'0'.repeat(64)}`;
    expect(await judge(pins, { image: missing })).toMatchObject({
      verdict: 'refused',
      jobId: 'job-1',
      reasons: [{ code: 'not_found', about: 'image' }],
    });
  });
});
