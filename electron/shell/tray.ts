/** The tray icon: says the state, opens the window, pauses, quits. Follows the live state like any other face. */
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { AppState } from '../../shared/contract/app/index.ts';
import type { ReadonlyCell } from '../../shared/live/cell.ts';
import type { ShellText } from './shell-text.ts';
import { type TrayAction, type TrayRow, trayMenuFor, trayStateText } from './tray-menu.ts';
import type { UpdateState } from './update-state.ts';

export interface TrayPorts {
  iconPath: string;
  state: ReadonlyCell<AppState | null>;
  update: ReadonlyCell<UpdateState>;
  /** Changes with the owner's language. */
  text: ReadonlyCell<ShellText>;
  act(action: TrayAction): void;
}

const nativeRow = (row: TrayRow, act: (action: TrayAction) => void): MenuItemConstructorOptions => {
  switch (row.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'text':
      return { label: row.label, enabled: false };
    case 'action':
      return { label: row.label, click: () => act(row.action) };
  }
};

/** Shows the icon until `close` is called. @returns a function that removes it */
export const showTray = (ports: TrayPorts): (() => void) => {
  const image = nativeImage.createFromPath(ports.iconPath);
  image.setTemplateImage(true);
  const tray = new Tray(image);

  const draw = (): void => {
    const activity = ports.state.get()?.status.activity ?? null;
    const text = ports.text.get();
    const rows = trayMenuFor(activity, ports.update.get(), text);
    tray.setToolTip(`Perigee · ${trayStateText(activity, text)}`);
    // A new menu each time: Linux shows no change made to the items of an old one.
    tray.setContextMenu(Menu.buildFromTemplate(rows.map((row) => nativeRow(row, ports.act))));
  };

  tray.on('click', () => ports.act('open'));
  draw();
  // Readings change every second; only what the menu shows may redraw it.
  let shown = ports.state.get()?.status.activity;
  const stops = [
    ports.state.subscribe((state) => {
      if (state?.status.activity === shown) return;
      shown = state?.status.activity;
      draw();
    }),
    ports.update.subscribe(draw),
    ports.text.subscribe(draw),
  ];
  return () => {
    for (const stop of stops) stop();
    tray.destroy();
  };
};
