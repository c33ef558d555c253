/** The lines of a report that is plain text, whatever wrote it to a file. Pure. */
import { unreadableReport } from './tool-failure.ts';

/** The longest real report, every register of a server with hundreds of devices, is under 2 Mi characters. */
const longestReport = 4 * 2 ** 20;
/** No line that is read is longer; what follows in a longer one is a list of video modes, or no text at all. */
const longestLine = 4_096;

/**
 * @returns the lines without their ends (wmic writes `\r\r\n`) and without marks of an encoding, of several blank ones
 *   the first; the last one is empty unless the text ends within a line
 * @throws GPU_TOOL_FAILED for a text that is longer than any report
 */
export const reportLines = (tool: string, text: string): string[] => {
  if (text.length > longestReport) throw unreadableReport(tool, `more than ${longestReport} characters`);
  const plain = text.replaceAll('\uFEFF', '').replaceAll('\0', '');
  const lines: string[] = [];
  for (let from = 0; from <= plain.length; ) {
    const at = plain.indexOf('\n', from);
    const end = at < 0 ? plain.length : at;
    const line = plain.slice(from, Math.min(end, from + longestLine)).trimEnd();
    if (line !== '' || lines.at(-1) !== '') lines.push(line);
    from = end + 1;
  }
  return lines;
};
