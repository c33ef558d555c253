/** How likely it is that two things fall together as often as they did, if neither knows of the other. Pure. */

const lnChoose = (of: number, chosen: number): number => {
  let sum = 0;
  for (let k = 1; k <= chosen; k += 1) sum += Math.log((of - chosen + k) / k);
  return sum;
};

/**
 * Fisher's exact test, one-sided: the chance that of `marked` among `total`, at least `hits` are among the `drawn`.
 *
 * @returns log10 of the chance, at most 0
 */
export const log10OfHits = (hits: number, drawn: number, marked: number, total: number): number => {
  const most = Math.min(drawn, marked);
  let term = lnChoose(marked, hits) + lnChoose(total - marked, drawn - hits) - lnChoose(total, drawn);
  const first = term;
  let sum = 0;
  for (let k = hits; k <= most; k += 1) {
    sum += Math.exp(term - first);
    const next = ((marked - k) * (drawn - k)) / ((k + 1) * (total - marked - drawn + k + 1));
    if (next <= 0) break;
    term += Math.log(next);
  }
  return Math.min(0, (first + Math.log(sum)) / Math.LN10);
};

/** Hoeffding's bound: the chance of a correlation this many standard errors above chance, as log10, at most 0. */
export const log10OfDeviation = (deviations: number): number =>
  deviations <= 0 ? 0 : -(deviations * deviations) / (2 * Math.LN10);

/** The chance that one of several tries succeeds is at most this many times one's. */
export const log10OfTries = (log10: number, tries: number): number =>
  Math.min(0, log10 + Math.log10(Math.max(1, tries)));
