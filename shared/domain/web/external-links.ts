/**
 * Every address outside Perigee that the interface may open, by what it is for. Pages link by key and the desktop
 * shell opens an address only if it stands here letter for letter; there is no rule by host or scheme to get around.
 */
export const externalLinks = {
  dockerEngine: 'https://docs.docker.com/engine/install/',
  dockerDesktop: 'https://docs.docker.com/desktop/',
  nvidiaContainerToolkit: 'https://docs.nvidia.com/datacenter/cloud-native/container-toolkit/latest/install-guide.html',
  nvidiaDrivers: 'https://www.nvidia.com/drivers/',
  amdDrivers: 'https://www.amd.com/en/support/download/drivers.html',
} as const;
