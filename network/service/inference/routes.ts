/** The procedures of inferences. */
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { takeResult } from './answering.ts';
import { declineInference } from './asking.ts';
import { readInference, viewInference } from './inferences.ts';
import { submitInference } from './submitting.ts';

/** @param wake  makes the network look for what is due */
export const inferenceRoutes = ({ asDevice, asViewer, asStaff }: Callers, network: Network, wake: () => void) => ({
  submit: asStaff.inference.submit.handler(async ({ input, context, errors }) => {
    const submitted = await submitInference(network, context.member.accountId, input);
    if (!('code' in submitted)) {
      wake();
      return viewInference(submitted);
    }
    if (submitted.code === 'TOO_MANY_JOBS') throw errors.TOO_MANY_JOBS();
    const { needed, available } = submitted;
    throw errors.NOT_ENOUGH_COINS({ data: { needed: needed.toString(), available: available.toString() } });
  }),
  status: asViewer.inference.status.handler(async ({ input, context, errors }) => {
    const row = await readInference(network.db, input.taskId);
    if (row?.renterId !== context.member.accountId) throw errors.JOB_NOT_FOUND();
    return viewInference(row);
  }),
  decline: asDevice.inference.decline.handler(async ({ input, context }) => {
    await declineInference(network, context.device.id, input.taskId);
    wake();
    return { isDeclined: true } as const;
  }),
  result: asDevice.inference.result.handler(async ({ input, context, errors }) => {
    const { taskId, ...answer } = input;
    const refusal = await takeResult(network, context.device, taskId, answer);
    if (refusal !== null) throw errors[refusal]();
    // The next one that waits may be this device's.
    wake();
    return { isTaken: true } as const;
  }),
});
