/** Windows' own list of video controllers as a source of GPUs, asked through Windows PowerShell. */
import type { ToolSource } from '../tool-source.ts';
import { parseControllers } from './parse-controllers.ts';

const properties = [
  'Name',
  'AdapterCompatibility',
  'AdapterRAM',
  'Availability',
  'ConfigManagerErrorCode',
  'DriverVersion',
  'InfSection',
  'PNPDeviceID',
  'Status',
  'VideoProcessor',
].join(',');

/** A list even of none or of one, in UTF-8 whatever the console's code page; no quotation marks, which spawn escapes. */
const command = [
  "$ErrorActionPreference = 'Stop'",
  'try { [Console]::OutputEncoding = New-Object Text.UTF8Encoding $false } catch { }',
  `ConvertTo-Json -Compress -InputObject @(Get-CimInstance Win32_VideoController | Select-Object ${properties})`,
].join('; ');

/** PowerShell takes seconds to start on a cold machine. */
const timeoutMs = 15_000;

export const win32VideoController: ToolSource = {
  name: 'win32-videocontroller',
  tool: 'powershell',
  args: ['-NoProfile', '-NonInteractive', '-Command', command],
  timeoutMs,
  acceptExitCodes: [0],
  platforms: ['win32'],
  parse: parseControllers,
};
