/**
 * Whose a container is. Every act on a container passes through here, so that nothing but what this app made, for this
 * data folder, is ever touched.
 */

const jobLabel = 'network.perigee.job';
const gatewayLabel = 'network.perigee.gateway';
const ownerLabel = 'network.perigee.owner';

interface Named {
  name: string;
  labels: Readonly<Record<string, string>> | null | undefined;
}

export interface Ownership {
  nameOf(jobId: string): string;
  labelsOf(jobId: string): Record<string, string>;
  /** For listing; what is listed is checked again by `jobIdOf`. */
  readonly labelFilters: string[];
  /** @returns the job, or null when the container is somebody else's: both labels and the name must say it is ours */
  jobIdOf(container: Named): string | null;
  /** Of the container that a job reaches its hosts through; no job has such a name, which holds a dot. */
  gatewayNameOf(jobId: string): string;
  gatewayLabelsOf(jobId: string): Record<string, string>;
  readonly gatewayFilters: string[];
  /** @returns the job whose gateway it is, or null when it is none of ours */
  gatewayJobOf(container: Named): string | null;
}

/** @param owner the id of the data folder; two installations on one engine leave each other's containers alone */
export const createOwnership = (owner: string): Ownership => {
  const nameOf = (jobId: string): string => `perigee-${jobId}`;
  const gatewayNameOf = (jobId: string): string => `perigee-${jobId}.gateway`;
  const idBy = (label: string, named: (jobId: string) => string, { name, labels }: Named): string | null => {
    const jobId = labels?.[label];
    if (jobId === undefined || labels?.[ownerLabel] !== owner) return null;
    return name.replace(/^\//, '') === named(jobId) ? jobId : null;
  };
  return {
    nameOf,
    labelsOf: (jobId) => ({ [jobLabel]: jobId, [ownerLabel]: owner }),
    labelFilters: [jobLabel, `${ownerLabel}=${owner}`],
    jobIdOf: (container) => idBy(jobLabel, nameOf, container),
    gatewayNameOf,
    gatewayLabelsOf: (jobId) => ({ [gatewayLabel]: jobId, [ownerLabel]: owner }),
    gatewayFilters: [gatewayLabel, `${ownerLabel}=${owner}`],
    gatewayJobOf: (container) => idBy(gatewayLabel, gatewayNameOf, container),
  };
};
