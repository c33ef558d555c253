/** A button that is only an icon: its name is in the tooltip and read out. */
import { Tooltip } from '@mantine/core';
import classes from './icon-button.module.css';
import { Icon, type IconName } from './icons/icon.tsx';

interface IconButtonProps {
  icon: IconName;
  label: string;
  isPressed?: boolean;
  isDisabled?: boolean;
  onClick(): void;
}

export const IconButton = ({ icon, label, isPressed, isDisabled = false, onClick }: IconButtonProps) => (
  <Tooltip label={label} position="bottom">
    <button
      type="button"
      className={classes.button}
      aria-label={label}
      aria-pressed={isPressed}
      disabled={isDisabled}
      onClick={onClick}
    >
      <Icon name={icon} size={16} />
    </button>
  </Tooltip>
);
