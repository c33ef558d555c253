/** lspci as a source of GPUs: every display device on the PCI bus, whether or not it has a driver. */
import type { ToolSource } from '../tool-source.ts';
import { parseLspci } from './parse-lspci.ts';

export const lspci: ToolSource = {
  name: 'lspci',
  tool: 'lspci',
  args: ['-Dvmmnn'],
  timeoutMs: 5_000,
  acceptExitCodes: [0],
  platforms: ['linux'],
  parse: parseLspci,
};
