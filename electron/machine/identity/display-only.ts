/**
 * Tells displays without a processor behind them from GPUs: remote desktops, virtual monitors, a hypervisor's or a
 * server's console screen, and a system's stand-in for a card that has no driver. Pure; knows no tool.
 */
import type { Display } from '../../../shared/contract/app/machine.ts';

type Reason = Display['reason'];

/** Makers of nothing but such screens, by PCI vendor id: servers' consoles, then hypervisors. */
const consoleVendors = new Set([
  ...['1a03', '102b', '19e5', '18ca', '126f', '1013', '1039'],
  ...['1af4', '1b36', '1234', '15ad', '80ee', '1ab8', '1414', '1d0f', '5853'],
]);
/** ATI's ES1000, long the console of servers. */
const consoleModels = new Set(['1002:515e', '1002:5969']);

const names: readonly (readonly [RegExp, Reason])[] = [
  [/microsoft basic display|standard vga|standard-vga|стандартный vga/i, 'no_driver'],
  // Windows translates the name of its own stand-in.
  [
    /базов\S* видеоадаптер|базовий відеоадаптер|basi[cs]-?anzeige|carte graphique de base|scheda video di base/i,
    'no_driver',
  ],
  [
    /(pantalla|v[ií]deo) b[áa]sico|podstawow\S* karta graf|基本显示适配器|基本ディスプレイ|기본 디스플레이/i,
    'no_driver',
  ],
  [/vmware|virtualbox|\bqxl\b|cirrus logic|bochs|virtio|^red hat|\b1234:1111\b|parallels display/i, 'console'],
  [
    /hyper-v|^microsoft corporation|amazon\.com|aspeed|^matrox electronics|matrox.*g200|mgag200|^huawei|^silicon motion|\bibmc\b|\bes1000\b/i,
    'console',
  ],
  [/microsoft remote display|remote desktop|\brdp|citrix|teamviewer|anydesk|splashtop|dameware/i, 'remote'],
  [/sunlogin|\boray|todesk|rustdesk|mirror driver|mirage driver|удал[её]нн\S* (дисплей|рабоч)/i, 'remote'],
  [/indirect display|idd\b|iddsample|virtual (display|monitor|desktop)|usb mobile monitor/i, 'indirect'],
  [/parsec|spacedesk|displaylink|luminon|duet display|sudomaker|виртуальн\S* (дисплей|монитор)/i, 'indirect'],
];

/** No display's name is longer; what is, is no name. */
const longestName = 300;

/**
 * @param words maker and name as a tool has them, in any language
 * @param pciId `1a03:2000`; null where the tool gives none
 * @returns what kind of display it is; null for what may be a GPU
 */
export const displayReason = (words: string, pciId: string | null = null): Reason | null => {
  if (pciId !== null && (consoleVendors.has(pciId.slice(0, 4)) || consoleModels.has(pciId))) return 'console';
  const text = words.trim().slice(0, longestName);
  return names.find(([pattern]) => pattern.test(text))?.[1] ?? null;
};

/** Windows' own renderer on the processor, which some tools list among the cards. */
export const isBasicRenderer = (words: string): boolean =>
  /microsoft basic render|базов\S* средство (отрисовки|визуализации)/i.test(words.slice(0, longestName));
