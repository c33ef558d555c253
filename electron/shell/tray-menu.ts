/** What the tray's menu says in each state. Pure: a description, which tray.ts turns into a native menu. */
import type { Status } from '../../shared/contract/app/status.ts';
import type { ShellText } from './shell-text.ts';
import type { UpdateState } from './update-state.ts';

export type TrayAction = 'open' | 'start' | 'pause' | 'resume' | 'update' | 'quit';

export type TrayRow =
  | { kind: 'separator' }
  | { kind: 'text'; label: string }
  | { kind: 'action'; label: string; action: TrayAction };

type Activity = Status['activity'];

/** What the owner can do about earning right now; null where the window has to ask something first. */
const controlFor = (activity: Activity): 'start' | 'pause' | 'resume' | null => {
  switch (activity) {
    case 'new':
      return null;
    case 'off':
      return 'start';
    case 'paused':
      return 'resume';
    case 'joining':
    case 'ready':
    case 'working':
    case 'finishing':
    case 'aside':
    case 'blocked':
      return 'pause';
  }
};

const updateRows = (update: UpdateState, text: ShellText): TrayRow[] => {
  switch (update.kind) {
    case 'off':
    case 'current':
      return [];
    case 'available':
      return [{ kind: 'action', label: text('tray:update.available', { version: update.version }), action: 'update' }];
    case 'failed':
      return [{ kind: 'action', label: text('tray:update.failed'), action: 'update' }];
    case 'downloading':
    case 'waiting':
      return [{ kind: 'text', label: text(`tray:update.${update.kind}`, { version: update.version }) }];
  }
};

/** @param activity  null while the core is starting */
export const trayStateText = (activity: Activity | null, text: ShellText): string =>
  text(`tray:state.${activity ?? 'starting'}`);

/** @param activity  null while the core is starting */
export const trayMenuFor = (activity: Activity | null, update: UpdateState, text: ShellText): TrayRow[] => {
  const control = activity === null ? null : controlFor(activity);
  const rows: TrayRow[] = [
    { kind: 'text', label: trayStateText(activity, text) },
    { kind: 'separator' },
    { kind: 'action', label: text('tray:menu.open'), action: 'open' },
  ];
  if (control !== null) rows.push({ kind: 'action', label: text(`tray:menu.${control}`), action: control });
  rows.push(...updateRows(update, text));
  rows.push({ kind: 'separator' }, { kind: 'action', label: text('tray:menu.quit'), action: 'quit' });
  return rows;
};
