/** The GPUs of this PC, by what their drivers call them. */
export interface WatchedGpu {
  readonly id: string;
  /** `GPU-…`; null where it has none. */
  readonly uuid: string | null;
  /** `0000:01:00.0`; null where it is not known. */
  readonly pciAddress: string | null;
}

export interface WatchedGpus {
  list(): readonly WatchedGpu[];
  /** Our own work runs on it: a check, a proof, a renter's job. */
  isOurs(gpuId: string): boolean;
}
