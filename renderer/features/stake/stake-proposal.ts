/** An amount that another page suggests to stake. The form takes it up once; nothing moves by it. */

let proposed: bigint | null = null;

/** @param amount base units, above 0 */
export const proposeStake = (amount: bigint): void => {
  proposed = amount;
};

export const proposedStake = (): bigint | null => proposed;

export const dropProposal = (): void => {
  proposed = null;
};
