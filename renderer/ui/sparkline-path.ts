/** The outline of a sparkline, as SVG path data. Pure; a hole in the readings is a hole in the line. */

interface Box {
  width: number;
  height: number;
  /** How many points fill the width; fewer points sit at the end. */
  slots: number;
}

export const sparklinePath = (
  points: readonly (number | null)[],
  max: number,
  { width, height, slots }: Box,
): { line: string; area: string } => {
  const first = Math.max(0, slots - points.length);
  const placed = points.map((value, index) =>
    value === null
      ? null
      : {
          x: round(((first + index) / (slots - 1)) * width),
          y: round(height - (Math.min(Math.max(value, 0), max) / max) * height),
        },
  );
  const runs: { x: number; y: number }[][] = [];
  let run: { x: number; y: number }[] = [];
  for (const point of placed) {
    if (point) run.push(point);
    if (!point && run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  if (run.length > 0) runs.push(run);
  const through = (each: { x: number; y: number }[]): string =>
    each.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(' ');
  return {
    line: runs.map(through).join(' '),
    area: runs
      .map((each) => `${through(each)} L${each.at(-1)?.x ?? 0} ${height} L${each[0]?.x ?? 0} ${height}Z`)
      .join(' '),
  };
};

const round = (value: number): number => Math.round(value * 10) / 10;
