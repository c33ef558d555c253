/** Home while nothing stops this PC: the state, the day, the machine, and where the coins are. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../app/formats.ts';
import { useNow } from '../../app/now.ts';
import { useTopic } from '../../client/store.ts';
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
  const { activity, since, lastProof, network } = useTopic('status');
  if (activity === 'off' || activity === 'joining') return t(`proof.${activity}`);
  if (activity === 'paused') return t('proof.paused', { time: formats.moment(since, now) });
  if (lastProof === null) return t('proof.none');
  const values = {
    time: formats.moment(lastProof.at, now),
    took: formats.duration(lastProof.proveMs),
    limit: formats.duration(lastProof.deadlineMs),
    network: network?.name ?? '',
  };
  return lastProof.passed ? t('proof.passed', values) : t('proof.failed', values);
};

export const EarningHome = () => {
  const { t } = useTranslation('home');
  const status = useTopic('status');
  const { key, mark } = sentenceOf(status);
  const gravest = status.problems[0];
  return (
    <>
      <StateSentence
        mark={mark}
        sentence={t(`sentence.${key}`)}
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
