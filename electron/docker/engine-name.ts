/** What an engine is called by the people who made it, from what it says of itself and where it listens. Pure. */

export interface EngineSigns {
  socketPath: string;
  /** `/version`: `Docker Desktop 4.86.0 (…)`, `Docker Engine - Community`; empty where a distribution built it. */
  platformName: string;
  /** `/version`: the first component's, `Engine` or `Podman Engine`. */
  componentName: string | null;
  /** `/info`: of the machine, or the virtual machine, that it runs on. */
  operatingSystem: string | null;
  hostName: string | null;
}

/** By what each leaves in one of the signs; Colima and Rancher Desktop run Docker's own engine in a machine of theirs. */
const products: readonly (readonly [name: string, sign: RegExp])[] = [
  ['OrbStack', /orbstack/i],
  ['Rancher Desktop', /rancher|[/\\]\.rd[/\\]/i],
  ['Colima', /colima/i],
];

/** @returns null when it says nothing of itself */
export const engineNameOf = (signs: EngineSigns): string | null => {
  const { platformName, componentName, operatingSystem, hostName, socketPath } = signs;
  if (/podman/i.test(componentName ?? '')) return 'Podman';
  // Desktop names itself and its version; an older one only its machine.
  if (/^docker desktop/i.test(platformName)) return platformName;
  if (/^docker desktop/i.test(operatingSystem ?? '')) return 'Docker Desktop';
  const all = [operatingSystem, hostName, socketPath].join('\n');
  const product = products.find(([, sign]) => sign.test(all))?.[0];
  if (product !== undefined) return product;
  if (platformName !== '') return platformName;
  return componentName === 'Engine' ? 'Docker Engine' : componentName;
};
