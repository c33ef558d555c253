/** The procedures of webhooks. */
import { mostWebhooks } from '../../../shared/contract/network/webhooks.ts';
import type { Callers } from '../api/callers.ts';
import type { Network } from '../network.ts';
import { judgeDestination, resolveName } from './destination.ts';
import { addWebhook, removeWebhook, webhooksOf } from './webhooks.ts';

export const webhookRoutes = ({ asViewer, asOwner }: Callers, network: Network) => ({
  add: asOwner.webhooks.add.handler(async ({ input, context, errors }) => {
    const { isPlay } = network.parameters;
    const destination = await judgeDestination(input.url, isPlay, resolveName);
    if (destination.kind === 'refused') throw errors.WEBHOOK_REFUSED({ data: { reason: destination.reason } });
    const { url } = destination;
    const added = await addWebhook(network, context.member.accountId, { url: url.href, kinds: input.kinds });
    if (added === null) throw errors.TOO_MANY_WEBHOOKS({ data: { most: mostWebhooks } });
    return added;
  }),
  list: asViewer.webhooks.list.handler(({ context }) => webhooksOf(network, context.member.accountId)),
  remove: asOwner.webhooks.remove.handler(async ({ input, context, errors }) => {
    const { accountId } = context.member;
    if (!(await removeWebhook(network, accountId, input.webhookId))) throw errors.WEBHOOK_NOT_FOUND();
    return webhooksOf(network, accountId);
  }),
});
