/** Home while nothing stops this PC: the state, the day, the machine, and where the coins are. */
import { useTranslation } from 'react-i18next';
import { isHeldAgainst } from '../../../shared/domain/proof/judgement.ts';
import type { WhyNotEarning } from '../../../shared/domain/rewards/why-not-earning.ts';
import { useAsideText } from '../../app/aside-text.ts';
import { useFactWords } from '../../app/fact-words.ts';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { useWhyNot, useWhyNotSentence } from '../../app/why-not.ts';
import { useTopic } from '../../client/store.ts';
import type { Mark } from '../../ui/state-mark.tsx';
import { StateSentence } from '../../ui/state-sentence.tsx';
import { CoinStrip } from './coin-strip.tsx';
import { DeviceCards } from './device-cards.tsx';
import { EarnedPanel } from './earned-panel.tsx';
import classes from './home.module.css';
import { sentenceOf } from './home-view.ts';
import { PcFirstPanel } from './pc-first-panel.tsx';
import { ProblemBanner } from './problem-banner.tsx';
import { WorkControls } from './work-controls.tsx';

const useProofLine = (): string => {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const now = useNow(10_000);
  const { reason: wordsOf } = useFactWords();
  const { activity, since, lastProof } = useTopic('status');
  const aside = useAsideText();
  if (activity === 'aside' && aside !== null) return aside.back;
  if (activity === 'off' || activity === 'joining') return t(`proof.${activity}`);
  if (activity === 'paused') return t('proof.paused', { time: formats.moment(since, now) });
  if (lastProof === null) return t('proof.none');
  const { passed, verdict, isExcused, shareOfLimit } = lastProof;
  const time = formats.moment(lastProof.at, now);
  if (passed) return t('proof.passed', { time, share: formats.percent(shareOfLimit) });
  const words = { time, verdict: wordsOf('verdict', verdict) };
  if (isExcused) return t('proof.excused', words);
  return isHeldAgainst(verdict) ? t('proof.failed', words) : t('proof.notHeld', words);
};

/** An hour that will pay nothing by the rules needs its owner, or only time. */
const closedMark = ({ kind }: WhyNotEarning): Mark =>
  kind === 'part_hour' || kind === 'joined_this_hour' || kind === 'verified_hours' || kind === 'uptime'
    ? 'waiting'
    : 'needs-you';

export const EarningHome = () => {
  const { t } = useTranslation('home');
  const status = useTopic('status');
  const { key, mark } = sentenceOf(status);
  const aside = useAsideText();
  const whyNot = useWhyNot();
  const whyNotSentence = useWhyNotSentence();
  const gravest = status.problems[0];
  const closed = status.activity === 'ready' && key !== 'offline' ? whyNot : null;
  const own = key === 'aside' && aside !== null ? aside.sentence : t(`sentence.${key}`);
  return (
    <>
      <StateSentence
        mark={closed === null ? mark : closedMark(closed)}
        sentence={closed === null ? own : (whyNotSentence ?? own)}
        proof={useProofLine()}
        controls={<WorkControls />}
        isLive
      />
      <div className={classes.rows}>
        {gravest && <ProblemBanner known={gravest} />}
        <div className={classes.first}>
          <EarnedPanel />
          <PcFirstPanel />
        </div>
        <DeviceCards />
        <CoinStrip />
      </div>
    </>
  );
};
