/** Reads `nvidia-smi -L`: one line per GPU, and below it one per MIG device. Pure. */
import type { MigDevice } from '../../../shared/contract/app/machine.ts';
import { kindFromName } from '../identity/model-name.ts';
import { type GpuSighting, sightingOf } from '../sighting.ts';
import { saysNoDevices, smiFailure, smiUnreadable } from './failure.ts';
import { readMigUuid, readName, readUuid } from './fields.ts';
import { lostGpus, withLostGpus } from './lost-gpus.ts';

/** `GPU 0: Orin (nvgpu) (UUID: 54d0709b-…)`; drivers before 300 print a serial number. */
const gpuLine = /^GPU \d+: (.*)\((?:UUID|S\/N): ([^()]*)\)$/;
/** `MIG 1c.3g.71gb  Device  0: (UUID: MIG-…)` */
const migLine = /^MIG (\S+)\s+Device\s+\d+: \(UUID: ([^()]*)\)$/;
/** A thousand GPUs, each cut into seven. */
const longestList = 1_024 * 1_024;
/** No model's name and profile make a longer one. */
const longestLine = 400;

interface ListedGpu {
  readonly name: string | null;
  readonly uuid: string | null;
  readonly mig: MigDevice[];
}

const sightingFrom = ({ name, uuid, mig }: ListedGpu): GpuSighting =>
  sightingOf({
    source: 'nvidia-smi-list',
    name,
    vendor: 'nvidia',
    kind: kindFromName('nvidia', name),
    uuid,
    // A card without lines below it may be in MIG mode and not cut, or out of it: the list does not say.
    mig: mig.length > 0 ? mig : null,
    unusable: mig.length > 0 ? 'mig_mode' : null,
  });

/**
 * @param text standard output
 * @returns one sighting per GPU line, then the GPUs that are said to be lost
 * @throws GPU_TOOL_FAILED for an error sentence and for a line that was cut short
 */
export const parseSmiList = (text: string): GpuSighting[] => {
  if (text.length > longestList) throw smiFailure(text);
  const gpus: ListedGpu[] = [];
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  for (const [index, whole] of lines.entries()) {
    const line = whole.length > longestLine ? '' : whole.trim();
    const gpu = gpuLine.exec(line);
    const mig = migLine.exec(line);
    const owner = gpus.at(-1);
    if (gpu) gpus.push({ name: readName(gpu[1] ?? null), uuid: readUuid(gpu[2] ?? null), mig: [] });
    else if (mig && owner) {
      owner.mig.push({ profile: mig[1] ?? null, uuid: readMigUuid(mig[2] ?? null), memoryBytes: null });
    } else if (/^(GPU \d{1,4}:|MIG )/.test(line)) throw smiUnreadable(`a line of another shape: ${line}`);
    // The tool ends every line; what it did not end may have been about one more GPU.
    else if (
      gpus.length > 0 &&
      index === lines.length - 1 &&
      whole !== '' &&
      lostGpus('nvidia-smi-list', line).length === 0
    )
      throw smiUnreadable('the list is cut short');
  }
  if (gpus.length > 0) return withLostGpus(gpus.map(sightingFrom), lostGpus('nvidia-smi-list', text));
  if (saysNoDevices(text)) return [];
  throw smiFailure(text);
};
