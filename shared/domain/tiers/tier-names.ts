/** The tiers, lowest first, and what each step asks about. Names alone, so that the pages can have them without a schema. */
export const tierNames = ['unranked', 'bronze', 'silver', 'gold', 'platinum'] as const;

export const requirementKinds = ['compliance', 'quality', 'uptime', 'connectivity', 'stake'] as const;
