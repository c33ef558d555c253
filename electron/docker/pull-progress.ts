/** How far an image has come, in bytes over its layers, from the engine's own messages. Pure. */

export interface PullProgress {
  /** 0..1 and never less than before: half for the bytes received, half for the bytes unpacked. */
  fraction: number;
  receivedBytes: number;
  /** Of the layers whose size the engine has said so far; null while it has said none. */
  totalBytes: number | null;
}

/** One line of the engine's answer to a pull, as it comes. */
export interface PullMessage {
  id?: string;
  status?: string;
  progressDetail?: { current?: number; total?: number };
  error?: string;
}

interface Layer {
  totalBytes: number | null;
  received: number;
  unpacked: number;
}

/** Counts of 0..1; a layer of unknown size weighs as much as the mean of the known ones. */
const progressOf = (layers: Layer[], before: number): PullProgress => {
  const known = layers.flatMap(({ totalBytes }) => totalBytes ?? []);
  const knownBytes = known.reduce((sum, bytes) => sum + bytes, 0);
  const mean = known.length > 0 ? knownBytes / known.length : 1;
  const weightOf = (layer: Layer): number => layer.totalBytes ?? mean;
  const weight = layers.reduce((sum, layer) => sum + weightOf(layer), 0);
  const done = layers.reduce((sum, layer) => sum + weightOf(layer) * ((layer.received + layer.unpacked) / 2), 0);
  const received = layers.reduce((sum, layer) => sum + (layer.totalBytes ?? 0) * layer.received, 0);
  return {
    fraction: Math.min(1, Math.max(before, weight > 0 ? done / weight : 0)),
    receivedBytes: Math.round(received),
    totalBytes: known.length > 0 ? knownBytes : null,
  };
};

const share = (detail: PullMessage['progressDetail']): number =>
  detail?.total ? Math.min(1, (detail.current ?? 0) / detail.total) : 0;

export interface PullTracker {
  /** @returns the progress after this message */
  take(message: PullMessage): PullProgress;
}

export const createPullTracker = (): PullTracker => {
  const layers = new Map<string, Layer>();
  let fraction = 0;
  const layerOf = (id: string): Layer => {
    const layer = layers.get(id) ?? { totalBytes: null, received: 0, unpacked: 0 };
    layers.set(id, layer);
    return layer;
  };
  const changes = new Map<string, (id: string, detail: PullMessage['progressDetail']) => unknown>([
    ['Pulling fs layer', layerOf],
    ['Waiting', layerOf],
    [
      'Downloading',
      (id, detail) => {
        const layer = layerOf(id);
        if (detail?.total) layer.totalBytes = detail.total;
        layer.received = Math.max(layer.received, share(detail));
      },
    ],
    [
      'Download complete',
      (id) => {
        layerOf(id).received = 1;
      },
    ],
    [
      'Extracting',
      (id, detail) => {
        const layer = layerOf(id);
        layer.received = 1;
        // A layer so small that it was never seen downloading says its size here.
        if (detail?.total && layer.totalBytes === null) layer.totalBytes = detail.total;
        layer.unpacked = Math.max(layer.unpacked, share(detail));
      },
    ],
    ['Pull complete', (id) => Object.assign(layerOf(id), { received: 1, unpacked: 1 })],
    // A layer that was here before costs nothing and counts for nothing.
    ['Already exists', (id) => layers.delete(id)],
  ]);
  return {
    take: ({ id, status, progressDetail }) => {
      if (id !== undefined && status !== undefined) changes.get(status)?.(id, progressDetail);
      const progress = progressOf([...layers.values()], fraction);
      fraction = progress.fraction;
      return progress;
    },
  };
};
