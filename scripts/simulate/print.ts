/** The figures as tables for people. It decides nothing and rounds for reading alone. */
import type { Comparisons, HabitFigure } from './comparison.ts';
import type { ConcentrationFigure, Figures, SpreadFigure } from './figures.ts';

const baseUnitsPerIo = 1e8;

/** IO with three figures, whole from a thousand on. */
const io = (units: string): string => {
  const value = Number(units) / baseUnitsPerIo;
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return `${Number(value.toPrecision(3))}`;
};

const percent = (bps: number | null): string => (bps === null ? '–' : `${(bps / 100).toFixed(1)} %`);
const times = (bps: number | null): string => (bps === null ? '–' : `${(bps / 10_000).toFixed(2)} ×`);
const gini = (bps: number | null): string => (bps === null ? '–' : (bps / 10_000).toFixed(3));

/** Columns as wide as they need; the first to the left, numbers to the right. */
const table = (headings: readonly string[], rows: readonly (readonly string[])[]): string[] => {
  const all = [headings, ...rows];
  const widths = headings.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};

const spread = (figure: SpreadFigure | null): string[] =>
  figure === null ? ['–', '–', '–'] : [io(figure.median), io(figure.p10), io(figure.p90)];

const coinTable = ({ coins }: Figures): string[] =>
  table(
    ['coins, IO', 'after the first hour', 'median', 'after the last hour'],
    coins.map(({ what, first, median, last }) => [what, io(first), io(median), io(last)]),
  );

const concentrationRow = (what: string, { accounts, giniBps, topTenBps }: ConcentrationFigure): string[] => [
  what,
  String(accounts),
  gini(giniBps),
  percent(topTenBps),
];

const concentrationHeadings = ['concentration', 'accounts', 'Gini', 'top ten have'];

const concentrationTable = ({ rewards, stakes }: Figures): string[] =>
  table(concentrationHeadings, [concentrationRow('rewards', rewards), concentrationRow('stake at the end', stakes)]);

const paidShare = (hours: Figures['ways'][number]['deviceHours']): string => {
  const all = Object.values(hours).reduce((sum, count) => sum + count, 0);
  return all === 0 ? '–' : percent(Math.floor((10_000 * hours.paid) / all));
};

const wayTable = ({ ways }: Figures): string[] =>
  table(
    ['who', 'machines', 'ids', 'rewards', 'jobs', 'slashed', 'a day', 'p10', 'p90', 'paid hours', 'beside honest'],
    ways.map((figure) => [
      figure.way,
      String(figure.machines),
      String(figure.registrations),
      io(figure.rewards),
      io(figure.jobs),
      io(figure.taken),
      ...spread(figure.perDay),
      paidShare(figure.deviceHours),
      times(figure.besideHonestBps),
    ]),
  );

const classTable = ({ classes }: Figures): string[] =>
  table(
    ['class, honest owners', 'pool', 'cards', 'a card’s day', 'p10', 'p90'],
    classes.map((figure) => [figure.class, figure.pool, String(figure.cards), ...spread(figure.perDay)]),
  );

const mostNames = 3;

const someOf = (names: readonly string[]): string => {
  const more = names.length - mostNames;
  return [...names.slice(0, mostNames), ...(more > 0 ? [`+${more}`] : [])].join(' ');
};

const spooferTable = ({ spoofers }: Figures): string[] =>
  table(
    ['spoofers’ own class', 'machines', 'a card’s day, net', 'honest', 'registered as'],
    spoofers.map((figure) => [
      figure.class,
      String(figure.machines),
      io(figure.perDay),
      figure.honestPerDay === null ? '–' : io(figure.honestPerDay),
      someOf(figure.names),
    ]),
  );

const slashTable = ({ slashes }: Figures): string[] =>
  table(
    ['offence', 'cases', 'in escrow', 'returned', 'executed', 'taken', 'burned', 'bounties', 'to renters'],
    slashes.map(({ offence, cases, inEscrow, returned, executed, ...sums }) => [
      offence,
      ...[cases, inEscrow, returned, executed].map(String),
      ...[sums.taken, sums.burned, sums.bounties, sums.compensation].map(io),
    ]),
  );

const habitTable = (habit: string, figures: readonly HabitFigure[]): string[] =>
  table(
    [`with and without ${habit}`, 'net, IO', 'without', 'ratio'],
    figures.map(({ way, net, netWithout, bps }) => [way, io(net), io(netWithout), times(bps)]),
  );

const comparisonTables = ({ compounding, cheating, colluding }: Comparisons): string[][] => [
  table(concentrationHeadings, [
    concentrationRow('rewards, with compounding', compounding.rewards.with),
    concentrationRow('rewards, without', compounding.rewards.without),
    concentrationRow('stake, with compounding', compounding.stakes.with),
    concentrationRow('stake, without', compounding.stakes.without),
  ]),
  habitTable('cheating', cheating),
  habitTable('colluding', colluding),
];

/** Of all looks, and which invariants. */
const invariantLine = ({ invariants }: Figures): string => {
  const looks = invariants.reduce((sum, each) => sum + each.looks, 0);
  return `invariants ${invariants.map(({ invariant }) => invariant).join(', ')}: held, ${looks.toLocaleString('en')} looks`;
};

export const textOf = (figures: Figures, comparisons: Comparisons | null): string => {
  const { machines, hours, seed } = figures.options;
  const counted = `incomes are counted from hour ${figures.countedFrom} on`;
  const blocks = [
    [`${machines.toLocaleString('en')} machines, ${hours} hours, seed ${seed}; amounts in IO; ${counted}`],
    coinTable(figures),
    concentrationTable(figures),
    wayTable(figures),
    classTable(figures),
    spooferTable(figures),
    slashTable(figures),
    ...(comparisons === null ? [] : comparisonTables(comparisons)),
    [invariantLine(figures)],
  ];
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
};
