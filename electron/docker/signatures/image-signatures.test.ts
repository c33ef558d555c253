/** Real bundles by a Sigstore of our own, from a registry on loopback, judged by the real library. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toTrustMaterial, Verifier } from '@sigstore/verify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BundleJson,
  type BytesBundleJson,
  type EntryJson,
  issuer,
  type OwnSigstore,
  openOwnSigstore,
  type StatementBundleJson,
  sha256,
  statementOf,
  workflow,
} from '../../../tests/fakes/sigstore/own-sigstore.ts';
import { type Holding, startSigningRegistry } from '../../../tests/fakes/sigstore/signing-registry.ts';
import { createImageSignatures, type SignatureVerdict } from './image-signatures.ts';
import { signerOf, verifyBundle } from './verify-bundle.ts';

const root = join(import.meta.dirname, '../../..');
const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [] }));
const hex = sha256(manifest).toString('hex');
const pins = [{ issuer, identity: workflow }];
const day = 86_400_000;

let dir = '';
let own: OwnSigstore;
let statement: StatementBundleJson;
let bytes: BytesBundleJson;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-sigstore-'));
  own = await openOwnSigstore();
  writeFileSync(join(dir, 'root.json'), own.trustedRoot);
  statement = await own.signStatement(statementOf(hex));
  bytes = await own.signBytes(manifest);
});
afterAll(() => rmSync(dir, { recursive: true }));

const packed = (bundle: BundleJson): Buffer => Buffer.from(JSON.stringify(bundle));
/** A copy, changed. */
const with_ = <Bundle extends BundleJson>(bundle: Bundle, change: (copy: Bundle) => void): Bundle => {
  const copy = structuredClone(bundle);
  change(copy);
  return copy;
};
const judge = async (
  bundles: readonly Buffer[],
  held: Partial<Holding> = {},
  allowed: Parameters<ReturnType<typeof createImageSignatures>['judge']>[1] = pins,
): Promise<{ verdict: SignatureVerdict; asked: string[] }> => {
  const registry = await startSigningRegistry({ manifest, bundles, ...held });
  try {
    const signatures = createImageSignatures(join(dir, 'root.json'));
    return { verdict: await signatures.judge(registry.image, allowed), asked: registry.asked };
  } finally {
    await registry.close();
  }
};
const reasonOf = async (...asked: Parameters<typeof judge>): Promise<string> => {
  const { verdict } = await judge(...asked);
  return verdict.kind === 'refused' ? verdict.reason : verdict.kind;
};
const vouched = { kind: 'vouched', signer: { issuer, identity: workflow } };

describe('an image that a pinned signer signed', () => {
  it('is vouched for by a statement, and by a signature over its manifest', async () => {
    expect((await judge([packed(statement)])).verdict).toEqual(vouched);
    expect((await judge([packed(bytes)])).verdict).toEqual(vouched);
  });

  it('is found by the tag where the registry has no list of its own', async () => {
    const { verdict, asked } = await judge([packed(statement)], { shape: 'tag' });
    expect(verdict).toEqual(vouched);
    expect(asked[1]).toBe(`/v2/acme/image/referrers/sha256:${hex}`);
    expect(asked[2]).toBe(`/v2/acme/image/manifests/sha256-${hex}`);
  });

  it('is vouched for by a provenance of its builder too', async () => {
    const built = await own.signStatement(statementOf(hex, 'https://slsa.dev/provenance/v1'));
    expect((await judge([packed(built)])).verdict).toEqual(vouched);
  });

  it('needs no promise of the log where an authority signed the time', async () => {
    expect((await judge([packed(await own.signBytes(manifest, { time: 'authority' }))])).verdict).toEqual(vouched);
  });

  it('is vouched for by one good bundle, whatever lies beside it', async () => {
    const wrong = await own.signStatement(statementOf('0'.repeat(64)));
    const stranger = await own.signStatement(statementOf(hex), { identity: 'https://github.com/other/x' });
    const others = [Buffer.from('{'), packed(wrong), packed(stranger), Buffer.alloc(10 * 2 ** 20, 0x20)];
    expect((await judge([...others, packed(statement)])).verdict).toEqual(vouched);
  });

  it('may be signed at every tag of a workflow, where that is pinned', async () => {
    const allowed = [{ issuer, workflow: `${workflow.split('@')[0]}@refs/tags/` }];
    expect((await judge([packed(statement)], {}, allowed)).verdict).toEqual(vouched);
    for (const identity of [
      `${workflow.split('@')[0]}@refs/heads/main`,
      'https://github.com/acme/images/.github/workflows/other.yml@refs/tags/v1',
      `https://evil.example/${workflow}`,
      `${workflow.split('@')[0]}@refs/tags/`,
    ])
      expect(await reasonOf([packed(await own.signStatement(statementOf(hex), { identity }))], {}, allowed)).toBe(
        'image_signer_not_allowed',
      );
  });
});

describe('an image that nobody signed', () => {
  it('has no bundle', async () => {
    expect(await reasonOf([])).toBe('image_unsigned');
    expect(await reasonOf([], { shape: 'tag' })).toBe('image_unsigned');
  });

  it('has a statement that vouches for nothing', async () => {
    const scan = await own.signStatement(statementOf(hex, 'https://cosign.sigstore.dev/attestation/vuln/v1'));
    expect(await reasonOf([packed(scan)])).toBe('image_unsigned');
  });

  it('is not asked about where nobody is pinned', async () => {
    const { verdict, asked } = await judge([packed(statement)], {}, []);
    expect(verdict).toMatchObject({ kind: 'refused', reason: 'image_unsigned' });
    expect(asked).toEqual([]);
  });
});

describe('an image that somebody else signed', () => {
  it.each([
    ['another identity', { identity: 'https://github.com/acme/images/.github/workflows/release.yml@refs/tags/v10' }],
    ['the same identity by another issuer', { issuer: 'https://issuer.evil.example' }],
  ])('is refused for %s', async (_what, making) => {
    expect(await reasonOf([packed(await own.signStatement(statementOf(hex), making))])).toBe(
      'image_signer_not_allowed',
    );
  });
});

describe('a bundle that cannot be believed', () => {
  const flipped = (text: string): string => {
    const raw = Buffer.from(text, 'base64');
    raw[raw.length - 5] = (raw[raw.length - 5] ?? 0) ^ 1;
    return raw.toString('base64');
  };
  const entryOf = ({ verificationMaterial }: BundleJson): EntryJson => {
    const [entry] = verificationMaterial.tlogEntries;
    if (entry === undefined) throw new Error('the bundle has no entry of the log');
    return entry;
  };

  it.each<[string, () => Promise<BundleJson> | BundleJson]>([
    ['a statement of another image', () => own.signStatement(statementOf('0'.repeat(64)))],
    ['a signature over another image', () => own.signBytes(Buffer.from('another'))],
    ['a statement that is none', () => own.signStatement(Buffer.from('{"subject":[]}'))],
    [
      'a payload that was changed after',
      () =>
        with_(statement, (copy) => {
          copy.dsseEnvelope.payload = Buffer.concat([statementOf(hex), Buffer.from(' ')]).toString('base64');
        }),
    ],
    [
      'another kind of payload',
      () =>
        with_(statement, (copy) => {
          copy.dsseEnvelope.payloadType = 'text/plain';
        }),
    ],
    [
      'two signatures',
      () =>
        with_(statement, (copy) => {
          copy.dsseEnvelope.signatures.push(...copy.dsseEnvelope.signatures);
        }),
    ],
    [
      'no signature',
      () =>
        with_(statement, (copy) => {
          copy.dsseEnvelope.signatures = [];
        }),
    ],
    [
      'a signature that was changed',
      () =>
        with_(bytes, (copy) => {
          copy.messageSignature.signature = flipped(copy.messageSignature.signature);
        }),
    ],
    [
      'the digest of this image and the signature of another',
      async () =>
        with_(await own.signBytes(Buffer.from('another')), (copy) => {
          copy.messageSignature.messageDigest.digest = Buffer.from(hex, 'hex').toString('base64');
        }),
    ],
    [
      'a digest by another algorithm',
      () =>
        with_(bytes, (copy) => {
          copy.messageSignature.messageDigest.algorithm = 'SHA2_512';
        }),
    ],
    [
      'a log entry that was changed',
      () =>
        with_(bytes, (copy) => {
          entryOf(copy).canonicalizedBody = flipped(entryOf(copy).canonicalizedBody);
        }),
    ],
    [
      'the log entry of another signature',
      async () =>
        with_(bytes, (copy) => {
          copy.verificationMaterial.tlogEntries = other.verificationMaterial.tlogEntries;
        }),
    ],
    [
      'no log entry',
      () =>
        with_(bytes, (copy) => {
          copy.verificationMaterial.tlogEntries = [];
        }),
    ],
    ['services that nobody knows', async () => (await openOwnSigstore()).signBytes(manifest)],
    [
      'a log entry at another time',
      () =>
        with_(bytes, (copy) => {
          entryOf(copy).integratedTime = String(Number(entryOf(copy).integratedTime) + 1);
        }),
    ],
    ['a certificate that was over', () => own.signBytes(manifest, { issuedAt: new Date(Date.now() - day) })],
    [
      'a certificate that was over, by an authority’s time',
      () => own.signBytes(manifest, { issuedAt: new Date(Date.now() - day), time: 'authority' }),
    ],
    ['no signed time', () => own.signBytes(manifest, { time: 'none' })],
    [
      'a certificate that was over, and no signed time',
      () => own.signBytes(manifest, { issuedAt: new Date(Date.now() - day), time: 'none' }),
    ],
    [
      'a key in place of a certificate',
      () =>
        with_(bytes, (copy) => {
          delete copy.verificationMaterial.certificate;
          copy.verificationMaterial.publicKey = { hint: 'own' };
        }),
    ],
    [
      'an older form',
      () =>
        with_(bytes, (copy) => {
          copy.mediaType = 'application/vnd.dev.sigstore.bundle+json;version=0.2';
        }),
    ],
  ])('has %s', async (_what, make) => {
    expect(await reasonOf([packed(await make())])).toBe('image_signature_invalid');
  });
  let other: BundleJson;
  beforeAll(async () => {
    other = await own.signBytes(Buffer.from('another'));
  });

  it.each([
    ['no JSON', Buffer.from('\u0000\u0001')],
    ['a list', Buffer.from('[]')],
    ['null', Buffer.from('null')],
    ['nothing', Buffer.from('')],
    ['depth', Buffer.from('['.repeat(500_000))],
    ['an empty bundle', Buffer.from('{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}')],
    ['ten megabytes', Buffer.alloc(10 * 2 ** 20, 0x20)],
  ])('is %s', async (_what, garbage) => {
    expect(await reasonOf([garbage])).toBe('image_signature_invalid');
  });

  it('costs next to nothing, however deep it is nested', async () => {
    const deep = await own.signStatement(Buffer.from('['.repeat(500_000)));
    const many = Array.from({ length: 16 }, (_, index) => Buffer.from(' '.repeat(index) + '['.repeat(2 ** 20 - 16)));
    const startedAt = performance.now();
    expect(await reasonOf([packed(deep), ...many])).toBe('image_signature_invalid');
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('belongs to another image, says its entry', async () => {
    expect(await reasonOf([packed(statement)], { subject: `sha256:${'0'.repeat(64)}` })).toBe(
      'image_signature_invalid',
    );
  });

  it('is not what its digest says', async () => {
    const blob = `sha256:${sha256(packed(statement)).toString('hex')}`;
    const answers = (path: string) => (path.endsWith(blob) ? { status: 200, body: packed(bytes) } : null);
    expect(await reasonOf([packed(statement)], { answers })).toBe('image_signature_invalid');
  });
});

describe('a registry', () => {
  it('that lists more than anybody signs is asked for sixteen of them', async () => {
    const many = Array.from({ length: 40 }, (_, index) => Buffer.from(String(index)));
    const { asked } = await judge(many);
    expect(asked.filter((path) => path.includes('/blobs/'))).toHaveLength(16);
  });

  it.each([
    ['does not answer for an image', { status: 500, body: '' }, 'IMAGE_PULL_FAILED'],
    ['does not have it', { status: 404, body: '' }, 'IMAGE_NOT_FOUND'],
    ['gives another one', { status: 200, body: 'another' }, 'IMAGE_REFUSED'],
  ])('that %s is a failure of its own', async (_what, answer, code) => {
    const answers = (path: string) => (path.endsWith(`manifests/sha256:${hex}`) ? answer : null);
    await expect(judge([packed(statement)], { answers })).rejects.toMatchObject({ code });
  });

  it('that fails for its list, or for a bundle, does not pass for one without', async () => {
    for (const part of ['referrers', 'blobs']) {
      const answers = (path: string) => (path.includes(part) ? { status: 503, body: '' } : null);
      await expect(judge([packed(statement)], { answers })).rejects.toMatchObject({ code: 'IMAGE_PULL_FAILED' });
    }
  });
});

describe('the trust root that comes with the app', () => {
  const open = () =>
    new Verifier(
      toTrustMaterial(
        TrustedRoot.fromJSON(JSON.parse(readFileSync(join(root, 'resources/sigstore/trusted_root.json'), 'utf8'))),
      ),
    );
  const real = readFileSync(join(root, 'tests/fixtures/sigstore/cosign-oci-attestation.sigstore.json'));
  const image = 'sha256:732112270d7e59418a8c080b134b24cabd67d250d0d0147a97ed95ba5c280aa4';

  it('knows a bundle that cosign made with the public services', () => {
    expect(signerOf(JSON.parse(real.toString('utf8')), Buffer.from(''), open())).toEqual({
      issuer: 'https://github.com/login/oauth',
      identity: 'cody@soyland.com',
    });
    // It attests something about its image, and does not vouch for it.
    expect(verifyBundle(real, { digest: image, manifest: Buffer.from('') }, open())).toEqual({ kind: 'other' });
  });

  it('does not know ours', () => {
    expect(verifyBundle(packed(statement), { digest: `sha256:${hex}`, manifest }, open())).toMatchObject({
      kind: 'invalid',
    });
  });
});
