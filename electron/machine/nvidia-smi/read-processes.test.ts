import { describe, expect, it } from 'vitest';
import type { ToolRequest } from '../run-tool.ts';
import { readNvidiaProcesses } from './read-processes.ts';

const never = new AbortController().signal;

describe('asking nvidia-smi for processes', () => {
  it('asks for the columns that the parser reads', async () => {
    const requests: ToolRequest[] = [];
    const processes = await readNvidiaProcesses(async (request) => {
      requests.push(request);
      return { stdout: 'gpu_uuid, pid, process_name, used_gpu_memory [MiB]\n[N/A], 7, a/b, 3 MiB\n', exitCode: 0 };
    }, never);
    expect(processes).toEqual([{ gpuUuid: null, pid: 7, programName: 'b', memoryBytes: 3 * 2 ** 20 }]);
    expect(requests[0]?.args[0]).toBe('--query-compute-apps=gpu_uuid,pid,process_name,used_memory');
  });

  it('is null where the tool is not installed', async () =>
    expect(await readNvidiaProcesses(async () => null, never)).toBeNull());
});
