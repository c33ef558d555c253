/** What stands in a field while it is typed; a value that comes from elsewhere meanwhile does not overwrite it. */
import { useEffect, useRef, useState } from 'react';

interface TypedValue<Shown> {
  typed: Shown;
  type(next: Shown): void;
  /** What stands there from now on is what was set, and follows what is set elsewhere. */
  settle(next: Shown): void;
}

export const useTypedValue = <Shown>(value: Shown): TypedValue<Shown> => {
  const [typed, setTyped] = useState(value);
  const isTyping = useRef(false);
  useEffect(() => {
    if (!isTyping.current) setTyped(value);
  }, [value]);
  return {
    typed,
    type: (next) => {
      isTyping.current = true;
      setTyped(next);
    },
    settle: (next) => {
      isTyping.current = false;
      setTyped(next);
    },
  };
};
