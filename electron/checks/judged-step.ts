/** A check's step as its measurement leaves it: the figure beside its reference, and what a gap may mean. Pure. */
import type { CheckKind, CheckStep, Coverage, Figure, Reference } from '../../shared/contract/app/checks.ts';
import type { Gpu, Reading } from '../../shared/contract/app/machine.ts';
import { modelOf } from '../../shared/domain/hardware/catalogue.ts';
import { gapReasonsFor, referenceFor } from '../../shared/domain/hardware/reference.ts';
import type { Measurement } from '../probe/messages.ts';
import { conditionsOf, highestOf } from './conditions.ts';
import type { PlannedCheck } from './suite.ts';

export interface StepCircumstances {
  /** null: the PC itself, for which there is no catalogue. */
  gpu: Gpu | null;
  /** Taken while the check ran. */
  readings: readonly Reading[];
  /** What others held of the GPU's memory before it; null when no tool says. */
  vramUsedBytes: number | null;
  heldBy: Coverage['heldBy'];
  /** The middle of the fleet, which is nearer to the truth than a data sheet; null while too few devices have told. */
  fleetReference: (modelId: string, kind: CheckKind) => Reference | null;
}

/** How much of the reference was reached; a time is the better the shorter it is. */
const ratioOf = ({ unit, median }: Figure, { value }: Reference): number =>
  unit === 's' || unit === 'µs' ? value / median : median / value;

const besideReference = (
  kind: CheckKind,
  figure: Figure,
  { gpu, readings, vramUsedBytes, fleetReference }: StepCircumstances,
): Pick<CheckStep, 'reference' | 'gap'> => {
  const model = gpu && modelOf({ pciId: gpu.pciId.value, name: gpu.name.value });
  const reference = model && (fleetReference(model.id, kind) ?? referenceFor(model, kind, figure.unit));
  if (!gpu || !reference) return { reference: null, gap: [] };
  const ratio = ratioOf(figure, reference);
  const { expectedRatio } = reference;
  if (ratio >= expectedRatio) return { reference, gap: [] };
  const gap = gapReasonsFor({
    kind,
    ratio,
    expectedRatio,
    model,
    gpuKind: gpu.kind,
    conditions: conditionsOf(readings),
    powerLimitWatts: gpu.powerLimitWatts.value,
    // at rest the link is narrower than under load
    pcieGeneration: highestOf(readings, 'pcieGeneration'),
    pcieLanes: highestOf(readings, 'pcieLanes'),
    vramUsedBytes,
    throttleRatio: figure.throttleRatio,
  });
  return { reference, gap };
};

export const judgedStep = (
  { kind, totalBytes }: PlannedCheck,
  { verdict, figure, coverage }: Measurement,
  circumstances: StepCircumstances,
): Partial<CheckStep> => ({
  state: 'done',
  progress: 1,
  verdict,
  figure,
  coverage: coverage && { ...coverage, totalBytes, heldBy: circumstances.heldBy },
  conditions: circumstances.gpu && conditionsOf(circumstances.readings),
  ...(figure ? besideReference(kind, figure, circumstances) : {}),
});
