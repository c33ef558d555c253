/**
 * A Sigstore of our own, for as long as a test runs: a certificate authority, its log, a transparency log and a
 * time-stamping authority with fresh keys, the trust root that names them, and real bundles by them.
 */
import { createHash, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
// Not from its front door, which brings along what takes over this process's HTTP.
import { initializeCA, initializeCTLog } from '@sigstore/mock/dist/fulcio/index.js';
import { initializeTLog } from '@sigstore/mock/dist/rekor/index.js';
import { initializeTSA } from '@sigstore/mock/dist/timestamp/index.js';
import { HashAlgorithm, PublicKeyDetails, TrustedRoot } from '@sigstore/protobuf-specs';
import { statementType } from '../../../electron/docker/signatures/statement.ts';

export const workflow = 'https://github.com/acme/images/.github/workflows/release.yml@refs/tags/v1';
export const issuer = 'https://token.actions.githubusercontent.com';
const issuerOid = '1.3.6.1.4.1.57264.1.8';

export interface Making {
  identity?: string;
  issuer?: string;
  /** When the certificate is issued, for ten minutes; now when left out. */
  issuedAt?: Date;
  /** Which signed times the bundle has; the log's promise when left out. */
  time?: 'promise' | 'authority' | 'none';
}

/** What the log answers; its own types are in a package that nothing else needs. */
interface LogEntry {
  body: string;
  integratedTime: number;
  logID: string;
  logIndex: number;
  verification: { inclusionProof: { rootHash: string; checkpoint: string }; signedEntryTimestamp: string };
}

/** Entry of the log, as a bundle carries it. */
export interface EntryJson {
  logIndex: string;
  integratedTime: string;
  logId: { keyId: string };
  kindVersion: { kind: string; version: string };
  canonicalizedBody: string;
  inclusionPromise?: { signedEntryTimestamp: string };
  inclusionProof: object;
}

/** What every bundle has, as its JSON: to be changed and written. */
export interface BundleJson {
  mediaType: string;
  verificationMaterial: {
    certificate?: { rawBytes: string };
    publicKey?: { hint: string };
    tlogEntries: EntryJson[];
    timestampVerificationData?: { rfc3161Timestamps: { signedTimestamp: string }[] };
  };
}
export interface BytesBundleJson extends BundleJson {
  messageSignature: { messageDigest: { algorithm: string; digest: string }; signature: string };
}
export interface StatementBundleJson extends BundleJson {
  dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string }[] };
}

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** A statement that vouches, unless told otherwise. */
export const statementOf = (digestHex: string, predicateType = 'https://sigstore.dev/cosign/sign/v1'): Buffer =>
  Buffer.from(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ digest: { sha256: digestHex } }],
      predicateType,
      predicate: {},
    }),
  );

const preAuthEncoding = (payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`DSSEv1 ${statementType.length} ${statementType} ${payload.length} `), payload]);

export interface OwnSigstore {
  /** In Sigstore's own form. */
  readonly trustedRoot: string;
  /** Over these bytes, as `cosign sign-blob` does. */
  signBytes(manifest: Buffer, making?: Making): Promise<BytesBundleJson>;
  /** Over a statement, as `cosign sign` does. */
  signStatement(statement: Buffer, making?: Making): Promise<StatementBundleJson>;
}

export const openOwnSigstore = async (): Promise<OwnSigstore> => {
  const keys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const [caKeys, tsaKeys] = [keys(), keys()];
  const ctLog = await initializeCTLog(keys());
  const authority = await initializeCA(caKeys, ctLog);
  const log = await initializeTLog('https://rekor.example', keys());
  /** Set before each stamp: in whole seconds, since some fractions are written so that the verifier cannot read them. */
  const stampedAt = new Date();
  const clock = await initializeTSA(tsaKeys, stampedAt);
  const bytesOf = (view: ArrayBufferView): Buffer => Buffer.from(view.buffer, view.byteOffset, view.byteLength);

  const always = { start: new Date(0), end: undefined };
  const logOf = (baseUrl: string, publicKey: Buffer) => ({
    ...{ baseUrl, operator: '', hashAlgorithm: HashAlgorithm.SHA2_256, checkpointKeyId: undefined },
    logId: { keyId: sha256(publicKey) },
    publicKey: {
      rawBytes: publicKey,
      keyDetails: PublicKeyDetails.PKIX_ECDSA_P256_SHA_256,
      validFor: always,
    },
  });
  const authorityOf = (uri: string, ...certificates: ArrayBufferView[]) => ({
    ...{ uri, operator: '', subject: undefined, validFor: always },
    certChain: { certificates: certificates.map((view) => ({ rawBytes: bytesOf(view) })) },
  });
  const trustedRoot = JSON.stringify(
    TrustedRoot.toJSON({
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [logOf('https://rekor.example', log.publicKey)],
      ctlogs: [logOf('https://ctfe.example', ctLog.publicKey)],
      certificateAuthorities: [authorityOf('https://fulcio.example', authority.rootCertificate)],
      timestampAuthorities: [authorityOf('https://tsa.example', clock.intCertificate, clock.rootCertificate)],
    }),
  );

  const certify = async (making: Making) => {
    const signer = keys();
    const publicKey = signer.publicKey.export({ type: 'spki', format: 'der' });
    const by = making.issuedAt ? await initializeCA(caKeys, ctLog, making.issuedAt) : authority;
    const certificate = bytesOf(
      await by.issueCertificate({
        publicKey,
        subjectAltName: making.identity ?? workflow,
        extensions: [{ oid: issuerOid, value: making.issuer ?? issuer }],
      }),
    );
    return {
      privateKey: signer.privateKey,
      certificate,
      pem: Buffer.from(new X509Certificate(certificate).toString()),
    };
  };
  const timestamps = async (signature: Buffer) => {
    stampedAt.setTime(Math.floor(Date.now() / 1000) * 1000);
    const asked = {
      ...{ artifactHash: sha256(signature), hashAlgorithmOID: '2.16.840.1.101.3.4.2.1', nonce: 1, certReq: true },
      policyOID: '1.3.6.1.4.1.57264.2',
    };
    return { rfc3161Timestamps: [{ signedTimestamp: bytesOf(await clock.timestamp(asked)).toString('base64') }] };
  };
  const assemble = async (
    made: { certificate: Buffer; signature: Buffer; entry: { kind: string; spec: object } },
    { time = 'promise' }: Making,
  ): Promise<BundleJson> => {
    const taken = (await log.log({ apiVersion: '0.0.1', ...made.entry })) as Record<string, LogEntry>;
    const [logged] = Object.values(taken);
    if (logged === undefined) throw new Error('the log took nothing');
    const { inclusionProof, signedEntryTimestamp } = logged.verification;
    return {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: {
        certificate: { rawBytes: made.certificate.toString('base64') },
        tlogEntries: [
          {
            ...{ logIndex: String(logged.logIndex), integratedTime: String(logged.integratedTime) },
            logId: { keyId: Buffer.from(logged.logID, 'hex').toString('base64') },
            kindVersion: { kind: made.entry.kind, version: '0.0.1' },
            canonicalizedBody: logged.body,
            ...(time === 'promise' ? { inclusionPromise: { signedEntryTimestamp } } : {}),
            inclusionProof: {
              ...{ logIndex: '0', treeSize: '1', hashes: [] },
              rootHash: Buffer.from(inclusionProof.rootHash, 'hex').toString('base64'),
              checkpoint: { envelope: inclusionProof.checkpoint },
            },
          },
        ],
        ...(time === 'authority' ? { timestampVerificationData: await timestamps(made.signature) } : {}),
      },
    };
  };

  return {
    trustedRoot,
    signBytes: async (manifest, making = {}) => {
      const { privateKey, certificate, pem } = await certify(making);
      const signature = sign('sha256', manifest, privateKey);
      const spec = {
        data: { hash: { algorithm: 'sha256', value: sha256(manifest).toString('hex') } },
        signature: { content: signature.toString('base64'), publicKey: { content: pem.toString('base64') } },
      };
      return {
        ...(await assemble({ certificate, signature, entry: { kind: 'hashedrekord', spec } }, making)),
        messageSignature: {
          messageDigest: { algorithm: 'SHA2_256', digest: sha256(manifest).toString('base64') },
          signature: signature.toString('base64'),
        },
      };
    },
    signStatement: async (payload, making = {}) => {
      const { privateKey, certificate, pem } = await certify(making);
      const signature = sign('sha256', preAuthEncoding(payload), privateKey);
      const spec = {
        payloadHash: { algorithm: 'sha256', value: sha256(payload).toString('hex') },
        signatures: [{ signature: signature.toString('base64'), verifier: pem.toString('base64') }],
      };
      return {
        ...(await assemble({ certificate, signature, entry: { kind: 'dsse', spec } }, making)),
        dsseEnvelope: {
          payload: payload.toString('base64'),
          payloadType: statementType,
          signatures: [{ sig: signature.toString('base64') }],
        },
      };
    },
  };
};
