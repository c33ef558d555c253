/** Applies the two settings that reach outside the page: the language of the tray and the look of native parts. */
import type { AppState } from '../../shared/contract/app/index.ts';
import type { Cell, ReadonlyCell } from '../../shared/live/cell.ts';
import type { ShellText } from './shell-text.ts';

export interface SettingsPorts {
  theme: Pick<Electron.NativeTheme, 'themeSource'>;
  text: Pick<Cell<ShellText>, 'set'>;
  systemLanguage: string;
  readText(language: string): Promise<ShellText>;
}

/** @returns a function that ends the following */
export const followSettings = (state: ReadonlyCell<AppState | null>, ports: SettingsPorts): (() => void) => {
  let language = ports.systemLanguage;
  return state.subscribe((next) => {
    if (next === null) return;
    ports.theme.themeSource = next.settings.appearance;
    const wanted = next.settings.language ?? ports.systemLanguage;
    if (wanted === language) return;
    language = wanted;
    void ports.readText(wanted).then((text) => {
      // A later choice may have been read faster.
      if (language === wanted) ports.text.set(text);
    });
  });
};
