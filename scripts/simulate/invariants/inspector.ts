/** Counts what is looked at and stops at the first thing that is wrong. Numbers are those of the network's invariants. */

/** What is wrong, precisely: amounts in base units. */
export interface Finding {
  readonly invariant: number;
  readonly hour: number;
  /** Device, account, slash or pool. */
  readonly about: string;
  readonly says: string;
  readonly amounts: Readonly<Record<string, bigint>>;
}

export class InvariantBroken extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    const { invariant, hour, about, says, amounts } = finding;
    const facts = Object.entries(amounts).map(([name, amount]) => `${name} ${amount}`);
    super(`invariant ${invariant} is broken in hour ${hour}: ${about}: ${[says, ...facts].join('; ')}`);
    this.finding = finding;
  }
}

export interface Inspector {
  /**
   * @param amounts  only asked for when it does not hold
   * @throws InvariantBroken when it does not hold
   */
  require(
    invariant: number,
    holds: boolean,
    about: string,
    says: string,
    amounts?: () => Readonly<Record<string, bigint>>,
  ): void;
  /** Looks so far by invariant, in order of number. */
  counts(): ReadonlyMap<number, number>;
  enter(hour: number): void;
}

export const createInspector = (): Inspector => {
  const looks = new Map<number, number>();
  let hour = 0;
  return {
    require: (invariant, holds, about, says, amounts = () => ({})) => {
      if (!holds) throw new InvariantBroken({ invariant, hour, about, says, amounts: amounts() });
      looks.set(invariant, (looks.get(invariant) ?? 0) + 1);
    },
    counts: () => new Map([...looks].toSorted(([left], [right]) => left - right)),
    enter: (number) => {
      hour = number;
    },
  };
};
