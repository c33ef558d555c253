/** Reads `nvidia-smi --query-compute-apps=… --format=csv`: who holds video memory. Pure. */
import { readCsvTable } from './csv-table.ts';
import { saysNoDevices, smiFailure } from './failure.ts';
import { readBytes, readText, readUuid } from './fields.ts';

/** The program's name stands before a number: it may hold commas, and what is before and behind it does not. */
export const processColumns = ['gpu_uuid', 'pid', 'process_name', 'used_memory'] as const;

export interface NvidiaProcess {
  /** null where the driver masks it. */
  readonly gpuUuid: string | null;
  readonly pid: number;
  /** The base name alone, for the folders before it are the owner's; null where the driver will not say. */
  readonly programName: string | null;
  /** null under WDDM and WSL, whose drivers do not know. */
  readonly memoryBytes: number | null;
}

const baseName = (path: string | null): string | null => {
  const name = (path ?? '').split(/[\\/]/).at(-1)?.trim() ?? '';
  return name === '' ? null : name;
};

const isOfProcesses = (columns: readonly string[]): boolean =>
  columns.includes('gpu_uuid') && columns.includes('pid') && columns.includes('process_name');

/** Joins the cells of a name that holds commas, so that the line has as many as the heading. */
const withWholeName = (line: string): string => {
  const cells = line.split(',');
  const extra = cells.length - processColumns.length;
  if (extra <= 0) return line;
  const [uuid = '', pid = '', ...rest] = cells;
  return [uuid, pid, rest.slice(0, extra + 1).join(';'), ...rest.slice(extra + 1)].join(',');
};

/**
 * @param text standard output with its heading line, of `processColumns`
 * @returns one entry per process and GPU; a line that was cut short is left out
 * @throws GPU_TOOL_FAILED when there is no heading: then the text is an error sentence
 */
export const parseSmiProcesses = (text: string): NvidiaProcess[] => {
  const table = readCsvTable(text.split('\n').map(withWholeName).join('\n'), isOfProcesses);
  if (!table) {
    if (saysNoDevices(text)) return [];
    throw smiFailure(text);
  }
  return table.rows.flatMap((cell) => {
    const pid = Number(readText(cell('pid')) ?? Number.NaN);
    if (!Number.isSafeInteger(pid) || pid <= 0) return [];
    return {
      gpuUuid: readUuid(cell('gpu_uuid')),
      pid,
      programName: baseName(readText(cell('process_name'))),
      memoryBytes: readBytes(cell('used_gpu_memory', 'used_memory')),
    };
  });
};
