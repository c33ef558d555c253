/** The procedures of operators about their own work. */
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { auditAfter } from './audit-log.ts';

export const operatorRoutes = ({ asOperator }: Callers, network: Network) => ({
  audit: asOperator.operators.audit.handler(async ({ input }) => ({ entries: await auditAfter(network, input) })),
});
