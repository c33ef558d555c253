/** Keeps a page's layout while its data comes: still grey blocks, and after two seconds what is being waited for. */
import { useEffect, useState } from 'react';
import classes from './loading-blocks.module.css';

interface LoadingBlocksProps {
  /** What is being waited for, as a sentence. */
  waitsFor: string;
  /** Heights of the blocks in pixels, each a different one. */
  blocks?: readonly number[];
}

const patienceMs = 2_000;

export const LoadingBlocks = ({ waitsFor, blocks = [32, 280, 140] }: LoadingBlocksProps) => {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsSlow(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={classes.blocks} aria-busy="true">
      <p className={classes.waits} role="status">
        {isSlow ? waitsFor : ''}
      </p>
      {blocks.map((height) => (
        <div key={height} className={classes.block} style={{ blockSize: height }} />
      ))}
    </div>
  );
};
