/**
 * Whether failed proofs may count against anybody now. When devices that proved themselves before suddenly fail in
 * numbers, it is likelier that the network changed than that they did: then nobody is held to it. Pure.
 */

/** The last verdict of one device in the window that is looked at. */
export interface RecentProof {
  readonly deviceId: string;
  readonly className: string;
  readonly passed: boolean;
  /** It passed a proof in the day before the window. */
  readonly wasTrusted: boolean;
}

export type Enforcement =
  | { readonly kind: 'enforced' }
  /** `group` null: the whole network. Counts are of trusted devices. */
  | { readonly kind: 'suspended'; readonly group: string | null; readonly failing: number; readonly of: number };

/** Fewer say nothing about a fleet. */
const fewestDevices = 5;
/** Honest proofs fail once in a million, and cards break one by one: a quarter at once is no coincidence. */
const suspendFrom = 0.25;

const judge = (group: string | null, devices: readonly RecentProof[]): Enforcement => {
  const failing = devices.filter(({ passed }) => !passed).length;
  return devices.length >= fewestDevices && failing >= devices.length * suspendFrom
    ? { kind: 'suspended', group, failing, of: devices.length }
    : { kind: 'enforced' };
};

/**
 * @param recent one entry a device
 * @param className the class that is asked about: a wrong deadline strikes one class, a wrong verifier all
 */
export const enforcementFor = (recent: readonly RecentProof[], className: string): Enforcement => {
  const trusted = recent.filter(({ wasTrusted }) => wasTrusted);
  const ofClass = judge(
    className,
    trusted.filter((device) => device.className === className),
  );
  return ofClass.kind === 'suspended' ? ofClass : judge(null, trusted);
};
