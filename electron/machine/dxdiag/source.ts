/**
 * The DirectX diagnostic tool as a source of GPUs. It is read from recordings only: dxdiag prints nothing, writes a file
 * after up to a minute, and shows a window when it is asked twice; Windows' list of controllers and the driver say the
 * same, sooner.
 */
import type { ToolSource } from '../tool-source.ts';
import { parseDxdiag } from './parse-report.ts';

export const dxdiag: ToolSource = {
  name: 'dxdiag',
  tool: 'dxdiag',
  args: ['/t', 'dxdiag.txt'],
  timeoutMs: 60_000,
  acceptExitCodes: [0],
  platforms: [],
  parse: parseDxdiag,
};
