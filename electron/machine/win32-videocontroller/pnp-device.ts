/** What a Windows device path tells: the bus it hangs on, and the model where that is PCI. Pure. */
import type { Display } from '../../../shared/contract/app/machine.ts';
import { normalisePciId } from '../identity/pci-address.ts';

export interface PnpDevice {
  /** `10de:2684`; null on any other bus, and for a hypervisor's stand-in, whose id is not the card's. */
  readonly pciId: string | null;
  /** A guest's share of a card of its host (GPU-P): the card's name, under an id of Microsoft's. */
  readonly isShare: boolean;
  /** What hangs on this bus is no card; null where it may be one. */
  readonly display: Display['reason'] | null;
}

const buses: readonly (readonly [RegExp, Display['reason']])[] = [
  [/^SWD\\+REMOTEDISPLAY|^(TS|RDP)[\\_]/i, 'remote'],
  [/^ROOT\\+BASICDISPLAY/i, 'no_driver'],
  [/^VMBUS\\/i, 'console'],
  [/^(ROOT|SWD|USB|DISPLAY)\\/i, 'indirect'],
];

/**
 * @param path `PCI\VEN_10DE&DEV_2684&SUBSYS_…&REV_A1\4&2283F625&0&0019`, of which dxdiag gives the first part behind
 *   `Enum\`; null where the tool gives none
 */
export const readPnpDevice = (path: string | null): PnpDevice => {
  const text = (path ?? '').trim().replace(/^Enum\\+/i, '');
  const [, vendor, device] = /VEN_([0-9A-F]{4})&DEV_([0-9A-F]{4})/i.exec(text) ?? [];
  const pciId = vendor === undefined || device === undefined ? null : normalisePciId(vendor, device);
  const isShare = pciId === '1414:008e';
  return {
    pciId: isShare ? null : pciId,
    isShare,
    display: buses.find(([bus]) => bus.test(text))?.[1] ?? null,
  };
};
