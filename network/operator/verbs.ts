/** Every verb of the operator's command line, and the help that follows from them. */
import { reviewReasons } from '../../shared/domain/compliance/review.ts';
import { caseVerbs } from './case-verbs.ts';
import { communityVerbs } from './community-verbs.ts';
import { courtVerbs } from './court-verbs.ts';
import { operationVerbs } from './operation-verbs.ts';
import { operatorVerbs } from './operator-verbs.ts';
import { parameterVerbs } from './parameter-verbs.ts';
import { reviewVerbs } from './review.ts';
import type { Verbs } from './verb.ts';

export const verbs: Verbs = {
  ...caseVerbs,
  ...reviewVerbs,
  ...operationVerbs,
  ...courtVerbs,
  ...operatorVerbs,
  ...parameterVerbs,
  ...communityVerbs,
};

const usageWidth = 36;

export const help = `node network/operate.ts VERB --network URL --key FILE [--json]

${[
  ['key', 'make the key of this file where there is none, and print its public key; needs no network'] as const,
  ...Object.entries(verbs).map(([name, { words, options, what }]) => [
    [name, ...words, ...(options === undefined ? [] : [options])].join(' '),
    what,
  ]),
]
  .map(([usage = '', what = '']) => `  ${usage.padEnd(usageWidth)}${what}`)
  .join('\n')}

Reasons: ${reviewReasons.join(', ')}.

The network is started with --operator-key and the public key. Every call stands in its log before it is done.
Exit codes: 0 done, 2 wrong arguments, 3 refused by the network, 5 network unreachable, 1 anything else.
`;
