/** Which of the windows fills a screen. Pure. */

export interface XWindow {
  /** Names of atoms in `_NET_WM_STATE`. */
  readonly isFullScreen: boolean;
  /** Minimised, or on another desktop. */
  readonly isHidden: boolean;
  /** `_NET_WM_WINDOW_TYPE`: the desktop's own background or panel. */
  readonly isDesktop: boolean;
  /** As large as the whole screen. */
  readonly fillsScreen: boolean;
  readonly hasFocus: boolean;
  /** From `WM_CLASS`; '' where it has none. */
  readonly program: string;
}

/**
 * A window counts that says so, wherever the focus is: a film on the second screen is watched. A window that only is as
 * large as the screen, as games are without a window manager, counts while it has the focus.
 */
export const fullScreenOf = (windows: readonly XWindow[]): string | false => {
  const filling = windows.filter(
    (window) =>
      !window.isHidden && !window.isDesktop && (window.isFullScreen || (window.fillsScreen && window.hasFocus)),
  );
  return (filling.find(({ hasFocus }) => hasFocus) ?? filling[0])?.program ?? false;
};

/** @param text `instance\0Class\0` @returns the class, which is what programs are known by */
export const programOf = (text: string | null): string => {
  const [instance = '', name = ''] = (text ?? '').split('\0');
  return name || instance;
};
