/** What stake can be lost for, by code. In a file of its own so that a page may work with it and load no schema. */
export const offences = ['O1', 'O2', 'O3', 'O4', 'O5', 'O6', 'O7', 'O8'] as const;
