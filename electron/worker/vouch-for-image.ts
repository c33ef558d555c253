/**
 * Admission of a job together with who vouches for its image: the network by its own signature, or a pinned signer by
 * Sigstore. All that costs nothing is judged first, so only a registry that images may come from is ever asked.
 */
import type { ImageVouching } from '../../shared/contract/app/worker.ts';
import type { ImageSigner } from '../../shared/contract/network/image-signers.ts';
import { type AdmissionPolicy, type AdmissionVerdict, admitJob } from '../docker/admission/admit-job.ts';
import type { ImageSignatures } from '../docker/signatures/image-signatures.ts';

export type VouchedVerdict = AdmissionVerdict & {
  /** null: nobody vouched, or it was not asked. */
  vouched: ImageVouching | null;
  /** Of each signature that was found and does not count: who made it, or why it cannot be believed. */
  uncounted: readonly string[];
};

/**
 * @param spec as it came, unread
 * @param options.isSignedByNetwork its own signature for the image came with the offer, verified
 * @param options.pins whose Sigstore signatures count
 * @throws IMAGE_REFUSED, IMAGE_NOT_FOUND, IMAGE_PULL_FAILED, CANCELLED: the registry did not say
 */
export const admitVouched = async (
  spec: unknown,
  options: {
    policy: Omit<AdmissionPolicy, 'imageVouchedBy'>;
    isSignedByNetwork: boolean;
    pins: readonly ImageSigner[];
    signatures?: ImageSignatures | undefined;
    signal: AbortSignal;
  },
): Promise<VouchedVerdict> => {
  const { policy, pins, signatures, signal } = options;
  if (options.isSignedByNetwork)
    return { ...admitJob(spec, { ...policy, imageVouchedBy: 'network' }), vouched: { by: 'network' }, uncounted: [] };
  const asIf = admitJob(spec, { ...policy, imageVouchedBy: signatures && pins.length > 0 ? 'sigstore' : null });
  if (asIf.kind === 'refused' || !signatures) return { ...asIf, vouched: null, uncounted: [] };
  const found = await signatures.judge(asIf.spec.image, pins, signal);
  if (found.kind === 'vouched') return { ...asIf, vouched: { by: 'sigstore', ...found.signer }, uncounted: [] };
  return {
    ...{ kind: 'refused', jobId: asIf.spec.id, reasons: [found.reason] },
    ...{ vouched: null, uncounted: found.details },
  };
};
