/** What is read off a week of hours. Pure. */

/** @returns the hour in which `at` lies, by this PC's clock; day 0 is Monday */
export const hourNow = (at: number): { day: number; hour: number } => {
  const date = new Date(at);
  return { day: (date.getDay() + 6) % 7, hour: date.getHours() };
};

export const hoursOf = <Value>(week: readonly (readonly Value[])[], counts: (value: Value) => boolean): number =>
  week.flat().filter(counts).length;
