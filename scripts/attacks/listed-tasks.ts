/** The proof that the network asks of each model whose class earns something, by the deadlines of the catalogue. */
import { type GpuModel, gpuModels } from '../../shared/domain/hardware/catalogue.ts';
import { classOfGpu, unlistedClass } from '../../shared/domain/hardware/device-class.ts';
import { cardTask, type ProofTask } from '../../shared/domain/proof/pace.ts';

export interface ListedTask {
  readonly model: GpuModel;
  readonly task: ProofTask;
}

/** With the least memory that the model is sold with. */
const leastVramOf = ({ vramBytes, vramVariants }: GpuModel): number => vramBytes ?? Math.min(...vramVariants);

export const listedTasks = (): ListedTask[] =>
  gpuModels
    .filter(({ name, vramBytes, kind }) => classOfGpu({ name, vramBytes, kind }).name !== unlistedClass.name)
    .flatMap((model) => {
      const vramBytes = leastVramOf(model);
      const task = Number.isFinite(vramBytes) ? cardTask({ model, vramBytes, offeredBytes: null }, null) : null;
      return task === null ? [] : [{ model, task }];
    });
