/** Where the bars of a chart stand, in pixels. Pure. */

const axisWidth = 30;
const labelHeight = 22;
/** The width that one label such as `14:00` needs. */
const labelWidth = 52;
/** Fewer bars than these keep their breadth and stand at the end, where now is. */
const fewestSlots = 24;
const labelSteps = [1, 2, 3, 4, 6, 12, 24];

export interface BarLayout {
  /** y of the axis. */
  baseline: number;
  columns: { x: number; breadth: number; segments: { index: number; y: number; height: number }[] }[];
  gridlines: { y: number; value: number }[];
  /** A label under every so many bars has room. */
  labelEvery: number;
  /** Decimals that tell one line from the next. */
  places: number;
}

/** A round step that gives at most four lines up to `top`. */
const roundStep = (top: number): number => {
  const rough = top / 3.5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((step) => step >= rough) ?? rough;
};

/** @param stacks one stack of values per bar, bottom first; none negative */
export const barLayout = (
  stacks: readonly (readonly number[])[],
  { width, height }: { width: number; height: number },
): BarLayout => {
  const top = Math.max(0, ...stacks.map((values) => values.reduce((sum, value) => sum + value, 0)));
  const baseline = height - labelHeight;
  const step = top > 0 ? roundStep(top) : 0;
  const scaleTop = top > 0 ? Math.max(top, step) * 1.08 : 1;
  const slots = Math.max(fewestSlots, stacks.length);
  const slot = Math.max(1, width - axisWidth) / slots;
  const breadth = Math.min(16, slot * 0.7);
  const toY = (value: number): number => baseline - (value / scaleTop) * (baseline - 8);
  return {
    baseline,
    columns: stacks.map((values, column) => {
      let floor = 0;
      const segments = values.flatMap((value, index) => {
        if (value <= 0) return [];
        const from = toY(floor);
        floor += value;
        const to = toY(floor);
        const gap = index === 0 ? 0 : 1.5;
        return [{ index, y: to, height: Math.max(1, from - to - gap) }];
      });
      return { x: (slots - stacks.length + column) * slot + (slot - breadth) / 2, breadth, segments };
    }),
    labelEvery: labelSteps.find((every) => every * slot >= labelWidth) ?? stacks.length,
    places: step === 0 ? 0 : Math.max(0, Math.ceil(-Math.log10(step) - 1e-9) + (String(step).endsWith('25') ? 1 : 0)),
    gridlines:
      step === 0
        ? []
        : Array.from({ length: Math.floor(scaleTop / step) }, (_, line) => ({
            y: toY((line + 1) * step),
            value: (line + 1) * step,
          })),
  };
};
