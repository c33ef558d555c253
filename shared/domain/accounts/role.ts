/**
 * What a member of an account may do, as three steps each of which includes the ones below: a viewer reads, staff run
 * devices, an owner decides about coins, members and names.
 */
export const roles = ['viewer', 'staff', 'owner'] as const;
export type Role = (typeof roles)[number];

export const roleAtLeast = (role: Role, least: Role): boolean => roles.indexOf(role) >= roles.indexOf(least);
