/** Whether an engine's containers run on this very system, so that its device nodes are theirs. Pure. */

export interface ThisSystem {
  platform: NodeJS.Platform;
  /** `uname -r` */
  kernelRelease: string;
  hostName: string;
}

/**
 * By what the engine says of the machine that it runs on: the kernel's release and the host's name are this system's, and
 * not those of a virtual machine such as Docker Desktop's or Colima's. One that maps its users elsewhere, rootless or by
 * remapping, could not give a job the group of a node, so it does not count.
 *
 * @param info the engine's `/info`
 */
export const isOnThisSystem = (info: unknown, here: ThisSystem): boolean => {
  const said = (info ?? {}) as Record<string, unknown>;
  const { KernelVersion: kernel, Name: name, OperatingSystem: system, SecurityOptions: options } = said;
  const isMapped =
    !Array.isArray(options) || options.some((option) => /name=(?:rootless|userns)\b/.test(String(option)));
  return (
    here.platform === 'linux' &&
    kernel === here.kernelRelease &&
    name === here.hostName &&
    !/docker desktop|linuxkit|wsl|microsoft/i.test(`${String(system)}\n${String(kernel)}`) &&
    !isMapped
  );
};
