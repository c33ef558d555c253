/** nvidia-smi as three sources: its whole report, its table of chosen columns, and its list. Runs nothing. */
import type { ToolSource } from '../tool-source.ts';
import { nvidiaSmi, spokenExitCodes } from './failure.ts';
import { parseSmiList } from './parse-list.ts';
import { parseSmiQuery, queryColumns } from './parse-query.ts';
import { parseSmiReport } from './parse-report.ts';

/** Without persistence mode the first call wakes every GPU, which takes several seconds on an eight-GPU rig. */
const timeoutMs = 20_000;

const common = {
  tool: nvidiaSmi,
  timeoutMs,
  acceptExitCodes: spokenExitCodes,
  platforms: ['linux', 'win32'],
} as const;

export const nvidiaSmiXml: ToolSource = {
  ...common,
  name: 'nvidia-smi-xml',
  args: ['-q', '-x'],
  parse: (text) => ({ gpus: parseSmiReport(text), displays: [] }),
};

export const nvidiaSmiCsv: ToolSource = {
  ...common,
  name: 'nvidia-smi-csv',
  args: [`--query-gpu=${queryColumns.join(',')}`, '--format=csv'],
  parse: (text) => ({ gpus: parseSmiQuery(text), displays: [] }),
};

export const nvidiaSmiList: ToolSource = {
  ...common,
  name: 'nvidia-smi-list',
  args: ['-L'],
  parse: (text) => ({ gpus: parseSmiList(text), displays: [] }),
};
