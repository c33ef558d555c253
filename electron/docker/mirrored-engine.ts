/**
 * An engine that asks a mirror on the LAN first, so that an image crosses a café's line once. A mirror is a copy by
 * digest, so it can withhold an image and never change one; what it does not have comes from where it always did.
 */
import { isPerigeeError } from '../../shared/contract/codes.ts';
import { imageReferencePattern } from '../../shared/contract/job-spec.ts';
import type { Engine } from './engine.ts';

/** Hosts that mirror a registry, by the registry's name: `docker.io` → `192.168.1.5:5000`. */
export type Mirrors = Readonly<Record<string, string>>;

/** @returns the same image at its registry's mirror; null where there is none */
export const mirrorOf = (image: string, mirrors: Mirrors): string | null => {
  const { registry, repository, digest } = imageReferencePattern.exec(image)?.groups ?? {};
  const host = registry !== undefined && Object.hasOwn(mirrors, registry) ? mirrors[registry] : undefined;
  return host === undefined ? null : `${host}/${repository}@${digest}`;
};

const isNotThere = (error: unknown): boolean =>
  isPerigeeError(error) && (error.code === 'IMAGE_NOT_FOUND' || error.code === 'IMAGE_PULL_FAILED');

export const throughMirrors = (engine: Engine, mirrors: Mirrors): Engine => {
  const fromMirrorFirst = async <T>(image: string, ask: (image: string) => Promise<T>): Promise<T> => {
    const mirrored = mirrorOf(image, mirrors);
    if (mirrored === null) return ask(image);
    try {
      return await ask(mirrored);
    } catch (error) {
      if (!isNotThere(error)) throw error;
      return ask(image);
    }
  };
  /** The reference under which the engine has it; engines know images by where they came from. */
  const referenceHere = async (image: string, signal?: AbortSignal): Promise<string | null> => {
    for (const reference of [image, mirrorOf(image, mirrors)])
      if (reference !== null && (await engine.inspectImage(reference, signal)) !== null) return reference;
    return null;
  };
  return {
    ...engine,
    planImage: (image, signal) => fromMirrorFirst(image, (reference) => engine.planImage(reference, signal)),
    pull: (image, options) => fromMirrorFirst(image, (reference) => engine.pull(reference, options)),
    inspectImage: async (image, signal) => {
      const reference = await referenceHere(image, signal);
      return reference === null ? null : engine.inspectImage(reference, signal);
    },
    removeImage: async (image, signal) => {
      const mirrored = mirrorOf(image, mirrors);
      const isMirroredGone = mirrored === null || (await engine.removeImage(mirrored, signal));
      return (await engine.removeImage(image, signal)) && isMirroredGone;
    },
    create: async (spec, ceiling, signal) =>
      engine.create({ ...spec, image: (await referenceHere(spec.image, signal)) ?? spec.image }, ceiling, signal),
  };
};
