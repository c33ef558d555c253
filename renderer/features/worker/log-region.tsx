/** The lines of a log, always left to right. Follows the end until it is scrolled back; the owner then says when to go on. */
import { memo, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogLine } from '../../../shared/contract/app/worker.ts';
import { type Formats, useFormats } from '../../app/formats.ts';
import { keyboardScrolls } from '../../ui/keyboard-scrolls.ts';
import classes from './job-log.module.css';
import { plainText } from './log-lines.ts';

/** This near to the end still counts as the end: a fraction of a line, lost to zoom. */
const endSlackPx = 24;

/** A line never changes, so of two thousand only the new ones are drawn. */
const Row = memo(({ line, source, formats }: { line: LogLine; source: string; formats: Formats }) => (
  <div className={classes.line} data-source={line.source}>
    <span className={classes.time}>{formats.clock(line.at, true)}</span>
    <span className={classes.source}>{source}</span>
    <span className={classes.text}>{plainText(line.text)}</span>
  </div>
));

interface LogRegionProps {
  lines: readonly LogLine[];
  /** What stands where no line is. */
  empty: string;
  isOver: boolean;
  isFollowing: boolean;
  /** Scrolled to the end, or away from it. */
  onFollowing(isFollowing: boolean): void;
}

export const LogRegion = ({ lines, empty, isOver, isFollowing, onFollowing }: LogRegionProps) => {
  const { t } = useTranslation('worker');
  const formats = useFormats();
  const region = useRef<HTMLDivElement>(null);
  const sources = { renter: t('log.source.renter'), perigee: t('log.source.perigee') };
  useLayoutEffect(() => {
    if (isFollowing && lines.length > 0 && region.current) region.current.scrollTop = region.current.scrollHeight;
  }, [isFollowing, lines]);
  const onScroll = (): void => {
    const box = region.current;
    if (box) onFollowing(box.scrollHeight - box.scrollTop - box.clientHeight < endSlackPx);
  };
  return (
    <div
      ref={region}
      className={classes.log}
      role="log"
      aria-live="off"
      aria-label={t('log.region')}
      dir="ltr"
      data-is-over={isOver || undefined}
      onScroll={onScroll}
      {...keyboardScrolls}
    >
      {lines.length === 0 ? (
        <p className={classes.empty} dir="auto">
          {empty}
        </p>
      ) : (
        lines.map((line) => <Row key={line.seq} line={line} source={sources[line.source]} formats={formats} />)
      )}
    </div>
  );
};
