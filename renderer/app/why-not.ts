/** Why this PC earns nothing now, as one sentence in the reader's language, from the live state. */
import { useTranslation } from 'react-i18next';
import { type WhyNotEarning, whyNotEarning } from '../../shared/domain/rewards/why-not-earning.ts';
import { useTopic } from '../client/store.ts';
import { useAsideText } from './aside-text.ts';
import { useFormats } from './formats.ts';
import { useProblemText } from './problem-text.ts';

/** The first thing that keeps it from earning; null while it earns, as far as is known. */
export const useWhyNot = (): WhyNotEarning | null => {
  const { activity, network, problems } = useTopic('status');
  const { outlook } = useTopic('earnings');
  return whyNotEarning({
    activity,
    isOnline: network?.isOnline ?? false,
    problems: problems.map(({ problem }) => problem.code),
    hour: outlook && { ...outlook, outlook },
  });
};

/** @returns null while it earns */
export const useWhyNotSentence = (): string | null => {
  const { t } = useTranslation(['earnings', 'tier']);
  const formats = useFormats();
  const problemText = useProblemText();
  const aside = useAsideText();
  const { problems } = useTopic('status');
  const why = useWhyNot();
  if (why === null) return null;
  const titleOf = (code: string): string | null => {
    const found = problems.find(({ problem }) => problem.code === code);
    return found === undefined ? null : problemText.title(found.problem);
  };
  const number = (value: number): string => formats.number(value);
  switch (why.kind) {
    case 'aside':
      return aside === null ? t('earnings:whyNot.aside') : t('earnings:whyNot.because', { why: aside.sentence });
    case 'problem':
      return t('earnings:whyNot.because', { why: titleOf(why.code) ?? why.code });
    case 'part_hour':
    case 'joined_this_hour':
      return t(`earnings:whyNot.${why.kind}`, { time: formats.exactClock(why.endsAt) });
    case 'class':
      return t('earnings:whyNot.class', { class: why.class });
    case 'minutes':
      return t('earnings:whyNot.minutes', {
        ...{ best: number(why.atBest), needed: number(why.needed), time: formats.exactClock(why.endsAt) },
      });
    case 'proofs': {
      const because = why.code === null ? null : titleOf(why.code);
      const facts = { count: why.failed, failed: number(why.failed), needed: number(why.needed) };
      return because === null
        ? t('earnings:whyNot.proofs', facts)
        : t('earnings:whyNot.proofsBecause', { ...facts, why: because });
    }
    case 'stake':
      return t('earnings:whyNot.stake', {
        staked: formats.coins(why.staked),
        required: formats.coins(why.required, { rounding: 'up' }),
      });
    case 'own_stake':
      return t('earnings:whyNot.own_stake', {
        own: formats.coins(why.ownStaked),
        needed: formats.coins(why.needed, { rounding: 'up' }),
      });
    case 'tier':
      return why.missing.length === 0
        ? t('earnings:whyNot.tierUnknown')
        : t('earnings:whyNot.tier', { missing: formats.list(why.missing.map((kind) => t(`tier:kind.${kind}`))) });
    case 'verified_hours':
    case 'uptime':
      return t(`earnings:whyNot.${why.kind}`, { has: number(why.has), needed: number(why.needed) });
    case 'off':
    case 'paused':
    case 'joining':
    case 'offline':
    case 'held_back':
      return t(`earnings:whyNot.${why.kind}`);
  }
};
