/** Verbs of the parameter record: what was announced, and announcements under this key's own signature. */
import { randomUUID } from 'node:crypto';
import { longestEmergencyHours, noticeEnds, type ParameterChange } from '../../shared/domain/parameters/change.ts';
import { changeableKey } from '../../shared/domain/parameters/changeable.ts';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { parameterChangeMessage } from '../../shared/domain/signing/messages.ts';
import { readUntil, shownTime, type VerbCall, type Verbs, wrongWords } from './verb.ts';

const pageChanges = 200;

const readValue = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw wrongWords('value', text);
  }
};

/** The network's time, the length of its hour, and the beginning of the one that runs. */
const hourOf = async ({ api }: VerbCall) => {
  const { serverTime: now, parameters } = await api.parameters.current();
  const { hourMs } = parameters;
  return { now, hourMs, beganAt: now - (now % hourMs) };
};

const announce = async (
  { api, signer, say }: VerbCall,
  asked: Omit<ParameterChange, 'id' | 'vote'>,
): Promise<unknown> => {
  const change = { ...asked, id: randomUUID(), vote: null };
  const signature = Buffer.from(signer.sign(parameterChangeMessage(change))).toString('base64url');
  const announced = await api.parameters.announce({ change, signature });
  say(`${change.id}  ${change.key}  from ${shownTime(change.effectiveAt)}`);
  return announced;
};

export const parameterVerbs: Verbs = {
  changes: {
    words: [],
    what: 'every change of the record that was announced, oldest first',
    run: async ({ api, say }) => {
      const all: Awaited<ReturnType<typeof api.parameters.changes>>['changes'] = [];
      for (;;) {
        const { changes } = await api.parameters.changes({ after: all.length, limit: pageChanges });
        all.push(...changes);
        if (changes.length < pageChanges) break;
      }
      if (all.length === 0) say('Nothing was announced.');
      for (const { change } of all) {
        const end = change.expiresAt === null ? '' : ` to ${shownTime(change.expiresAt)}`;
        say(`${change.id}  ${change.key} ${JSON.stringify(change.value)}  from ${shownTime(change.effectiveAt)}${end}`);
      }
      return all;
    },
  },
  announce: {
    words: ['KEY', 'VALUE', 'ISSUE'],
    what: 'announce a change; VALUE is JSON. What concerns users begins after 720 hours, the rest with the next hour',
    run: async (call) => {
      const [name = '', value = '', issue = ''] = call.words;
      const key = changeableKey(name);
      if (key === null || key.concerns === 'emergency') throw wrongWords('arguments', name);
      const { now, hourMs, beganAt } = await hourOf(call);
      const effectiveAt = key.concerns === 'technical' ? beganAt + hourMs : noticeEnds(now, { hourMs });
      const times = { announcedAt: now, effectiveAt, expiresAt: null };
      return announce(call, { key: name, value: readValue(value), class: key.concerns, issue, ...times });
    },
  },
  pause: {
    words: ['ACTIONS', 'ISSUE'],
    options: '[--until TIME]',
    what: 'stop actions at once, such as stake,payout, for 72 hours or less',
    run: async (call) => {
      const [actions = '', issue = ''] = call.words;
      const { now, hourMs, beganAt } = await hourOf(call);
      const until = readUntil(call.options.until);
      const expiresAt =
        until === null
          ? beganAt + networkHoursMs(longestEmergencyHours, { hourMs })
          : Math.ceil(until / hourMs) * hourMs;
      return announce(call, {
        ...{ key: 'pausedActions', value: actions.split(','), class: 'emergency', issue },
        ...{ announcedAt: now, effectiveAt: beganAt, expiresAt },
      });
    },
  },
};
