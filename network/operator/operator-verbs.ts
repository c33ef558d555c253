/** Verbs of who is an operator. */
import { publicKeyPattern } from '../../shared/domain/signing/request-profile.ts';
import { shownTime, type VerbCall, type Verbs, wrongWords } from './verb.ts';

const keyOf = ({ words }: VerbCall): string => {
  const [publicKey = ''] = words;
  if (!publicKeyPattern.test(publicKey)) throw wrongWords('arguments', publicKey);
  return publicKey;
};

const tell = (operators: readonly { publicKey: string; addedAt: number }[], { say }: VerbCall): unknown => {
  for (const { publicKey, addedAt } of operators) say(`${publicKey}  since ${shownTime(addedAt)}`);
  return operators;
};

export const operatorVerbs: Verbs = {
  operators: {
    words: [],
    what: 'the keys of all operators, oldest first',
    run: async (call) => tell((await call.api.operations.operators()).operators, call),
  },
  appoint: {
    words: ['KEY'],
    what: 'let another key in',
    run: async (call) => tell((await call.api.operations.appoint({ publicKey: keyOf(call) })).operators, call),
  },
  dismiss: {
    words: ['KEY'],
    what: 'take a key out; the last one stays',
    run: async (call) => tell((await call.api.operations.dismiss({ publicKey: keyOf(call) })).operators, call),
  },
};
