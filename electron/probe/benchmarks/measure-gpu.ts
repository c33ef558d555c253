/** Which benchmark of a GPU does which task. */
import type { gpuBenchmarkKinds } from '../../../shared/contract/app/checks.ts';
import type { GpuSession } from '../gpu-session.ts';
import type { Measurement, MeasureTask } from '../messages.ts';
import { measureDot4 } from './dot4.ts';
import { measureFp16 } from './fp16.ts';
import { measureFp32 } from './fp32.ts';
import { measureGemm } from './gemm.ts';
import { measureInt8Product } from './int8-product.ts';
import { measureInt32 } from './int32.ts';
import { measureLaunchLatency } from './launch-latency.ts';
import { measureMatrix } from './matrix.ts';
import { measureMemoryCopy } from './memory-copy.ts';
import { measureRandomRead } from './random-read.ts';
import { measureSequentialRead } from './sequential-read.ts';
import { measureDownload, measureUpload } from './transfer.ts';

export type GpuBenchmark = Extract<MeasureTask, { kind: (typeof gpuBenchmarkKinds)[number] }>;

/**
 * @returns a figure only of verified output; `not_offered` without the feature that the benchmark needs
 * @throws WrongOutput when the output was wrong, GpuFault when the work was refused
 */
export const measureGpu = (
  session: GpuSession,
  task: GpuBenchmark,
  report: (progress: number) => void,
): Promise<Measurement> => {
  switch (task.kind) {
    case 'fp32_throughput':
      return measureFp32(session, task, report);
    case 'fp16_throughput':
      return measureFp16(session, task, report);
    case 'int32_throughput':
      return measureInt32(session, task, report);
    case 'dot4_throughput':
      return measureDot4(session, task, report);
    case 'matrix_throughput':
      return measureMatrix(session, task, report);
    case 'gemm_throughput':
      return measureGemm(session, task, report);
    case 'int8_product':
      return measureInt8Product(session, task.seed, task, report);
    case 'memory_bandwidth':
      return measureSequentialRead(session, task.bytes, task, report);
    case 'memory_copy':
      return measureMemoryCopy(session, task.bytes, task, report);
    case 'random_read':
      return measureRandomRead(session, task.bytes, task, report);
    case 'host_to_device':
      return measureUpload(session, task.bytes, task, report);
    case 'device_to_host':
      return measureDownload(session, task.bytes, task, report);
    case 'launch_latency':
      return measureLaunchLatency(session, task, report);
  }
};
