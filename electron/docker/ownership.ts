/**
 * Whose a container is. Every act on a container passes through here, so that nothing but what this app made, for this
 * data folder, is ever touched.
 */

const jobLabel = 'network.perigee.job';
const ownerLabel = 'network.perigee.owner';

export interface Ownership {
  nameOf(jobId: string): string;
  labelsOf(jobId: string): Record<string, string>;
  /** For listing; what is listed is checked again by `jobIdOf`. */
  readonly labelFilters: string[];
  /** @returns the job, or null when the container is somebody else's: both labels and the name must say it is ours */
  jobIdOf(container: { name: string; labels: Readonly<Record<string, string>> | null | undefined }): string | null;
}

/** @param owner the id of the data folder; two installations on one engine leave each other's containers alone */
export const createOwnership = (owner: string): Ownership => {
  const nameOf = (jobId: string): string => `perigee-${jobId}`;
  return {
    nameOf,
    labelsOf: (jobId) => ({ [jobLabel]: jobId, [ownerLabel]: owner }),
    labelFilters: [jobLabel, `${ownerLabel}=${owner}`],
    jobIdOf: ({ name, labels }) => {
      const jobId = labels?.[jobLabel];
      if (jobId === undefined || labels?.[ownerLabel] !== owner) return null;
      return name.replace(/^\//, '') === nameOf(jobId) ? jobId : null;
    },
  };
};
