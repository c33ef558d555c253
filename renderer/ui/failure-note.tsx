/** Why a button's call did not work, where the button is, read out as soon as it is known. Takes no room while all is well. */
import classes from './failure-note.module.css';

/** @param text a sentence; null while nothing failed */
export const FailureNote = ({ text }: { text: string | null }) => (
  <p className={classes.note} role="alert">
    {text}
  </p>
);
