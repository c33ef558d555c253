/** The procedures of accounts. */

import { inTransaction } from '../../store/transaction.ts';
import type { Callers } from '../api/callers.ts';
import { describeDevice, devicesOf, revokeDevice } from '../devices/devices.ts';
import type { Network } from '../network.ts';
import { adoptAccount, describeAccount, openAccount } from './accounts.ts';
import { createEnrolment, enrolmentsOf, revokeEnrolment } from './enrolments.ts';
import { putMember, removeMember } from './members.ts';

export const accountRoutes = ({ signed, asDevice, asViewer, asOwner }: Callers, network: Network) => ({
  open: signed.accounts.open.handler(async ({ input, context, errors }) => {
    const opened = await openAccount(network, { ...input, publicKey: context.publicKey });
    if (typeof opened === 'string') throw errors[opened]();
    return describeAccount(network, opened);
  }),
  adopt: asDevice.accounts.adopt.handler(async ({ input, context, errors }) => {
    const adopted = await adoptAccount(network, context.device, input);
    if (typeof adopted !== 'string') return describeAccount(network, adopted);
    if (adopted === 'LAST_OWNER' || adopted === 'MEMBER_NOT_FOUND') throw new Error(`adopting ended with ${adopted}`);
    throw errors[adopted]();
  }),
  me: asViewer.accounts.me.handler(({ context }) => describeAccount(network, context.member)),
  devices: asViewer.accounts.devices.handler(async ({ context }) => {
    const devices = await devicesOf(network.db, context.member.accountId);
    return Promise.all(devices.map((device) => describeDevice(network, device)));
  }),
  revokeDevice: asOwner.accounts.revokeDevice.handler(async ({ input, context, errors }) => {
    const revokedAt = await revokeDevice(network, context.member.accountId, input.deviceId);
    if (revokedAt === null) throw errors.DEVICE_NOT_FOUND();
    return { revokedAt };
  }),
  addMember: asOwner.accounts.addMember.handler(async ({ input, context, errors }) => {
    const { accountId } = context.member;
    const at = network.clock.now();
    const refusal = await inTransaction(network.db, (trx) => putMember(trx, { ...input, accountId, at }));
    if (refusal === 'MEMBER_NOT_FOUND') throw new Error('a member that was put was not found');
    if (refusal !== null) throw errors[refusal]();
    return describeAccount(network, context.member);
  }),
  removeMember: asOwner.accounts.removeMember.handler(async ({ input, context, errors }) => {
    const refusal = await removeMember(network, context.member.accountId, input.publicKey);
    if (refusal === 'LAST_OWNER' || refusal === 'MEMBER_NOT_FOUND') throw errors[refusal]();
    return describeAccount(network, context.member);
  }),
  createEnrolment: asOwner.accounts.createEnrolment.handler(({ input, context }) =>
    createEnrolment(network, context.member.accountId, input),
  ),
  enrolments: asOwner.accounts.enrolments.handler(({ context }) => enrolmentsOf(network, context.member.accountId)),
  revokeEnrolment: asOwner.accounts.revokeEnrolment.handler(async ({ input, context }) => {
    await revokeEnrolment(network, context.member.accountId, input.enrolmentId);
    return enrolmentsOf(network, context.member.accountId);
  }),
});
