/** Reads the samples of `intel_gpu_top -J`, which say only that there is one Intel GPU. Pure. */
import { fieldsOf, readJsonReport } from '../reports/json-report.ts';
import { toolFailure, unreadableReport } from '../reports/tool-failure.ts';
import { type GpuSighting, sightingOf } from '../sighting.ts';

export const intelGpuTopTool = 'intel_gpu_top';

/** The beginning of the first sample, in a list or, in older releases, bare. The tool ends when killed, mid-write. */
const firstSample = /^\s*(\[\s*,?\s*)?\{\s*"period"\s*:\s*\{\s*"duration"\s*:\s*[\d.]+\s*,/;

const control = /[^\t\r\n\x20-\uFFFC]/;

/** An answer, not a failure. */
const saysNoDevices = (text: string): boolean => /no (discrete\/integrated )?(i915|intel|xe)\b.*\bfound/i.test(text);

const isSample = (value: unknown): boolean => {
  const sample = fieldsOf(value);
  return sample.has('engines') && (sample.has('period') || sample.has('frequency') || sample.has('rc6'));
};

const isOfSamples = (report: unknown): boolean =>
  Array.isArray(report) ? report.length > 0 && report.every(isSample) : isSample(report);

/**
 * @param text standard output: an object, a list, or either cut short
 * @returns one sighting, of which only the vendor is known: it samples one card and names none
 * @throws GPU_TOOL_FAILED for an error sentence and for anything that is no sample
 */
export const parseIntelSamples = (text: string): GpuSighting[] => {
  if (saysNoDevices(text.slice(0, 1_024))) return [];
  if (control.test(text)) throw unreadableReport(intelGpuTopTool, 'no text');
  if (!firstSample.test(text.slice(0, 1_024)) && !isOfSamples(readJsonReport(intelGpuTopTool, text))) {
    throw toolFailure(intelGpuTopTool, text);
  }
  return [sightingOf({ source: 'intel-gpu-top', vendor: 'intel' })];
};
