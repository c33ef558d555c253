/** The smaller and the larger of two amounts; `Math.min` takes no bigint. */

export const smallerOf = <Amount extends bigint>(left: Amount, right: Amount): Amount => {
  if (right < left) return right;
  return left;
};

export const largerOf = <Amount extends bigint>(left: Amount, right: Amount): Amount => {
  if (right > left) return right;
  return left;
};
