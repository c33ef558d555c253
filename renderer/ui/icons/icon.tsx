/** One icon of the set, drawn in the text's colour. Decoration only: the words beside it carry the meaning. */
import classes from './icon.module.css';
import { shapes } from './shapes.tsx';

export type IconName = keyof typeof shapes;

interface IconProps {
  name: IconName;
  /** Pixels; 18 by default. */
  size?: 14 | 16 | 18 | 20 | 24;
  /** Points along the line of reading, so it turns round in right-to-left languages. */
  isDirectional?: boolean;
}

export const Icon = ({ name, size = 18, isDirectional = false }: IconProps) => (
  <svg
    className={classes.icon}
    data-directional={isDirectional || undefined}
    width={size}
    height={size}
    viewBox="0 0 24 24"
    aria-hidden="true"
  >
    {shapes[name]}
  </svg>
);
