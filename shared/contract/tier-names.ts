/** Tiers by name, lowest first. In a file of its own so that a page may work with them and load no schema. */
export const tierNames = ['unranked', 'bronze', 'silver', 'gold', 'platinum'] as const;
