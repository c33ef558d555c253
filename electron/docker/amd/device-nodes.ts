/**
 * Which device nodes a container needs for one of AMD's GPUs, and nothing besides: the compute driver's `/dev/kfd`, which
 * all its cards share, and the card's own render node. Pure.
 *
 * AMD's own descriptions for engines (`amd.com/gpu=0`) are not used: their names are numbers that may mean another card
 * after the next start, and each brings the node along that sets the owner's screens, with the right to make nodes.
 */

/** One node as the system has it. */
export interface DeviceNode {
  path: string;
  /** Numeric owner group. */
  groupId: number;
  /** Whether everybody may read and write it. */
  isForAll: boolean;
}

/** One entry of `/sys/class/drm/renderD*`. */
export interface RenderEntry {
  /** `renderD128` */
  name: string;
  /** `device/uevent`: lines such as `DRIVER=amdgpu`, `PCI_SLOT_NAME=0000:03:00.0`. */
  uevent: string;
  /** `device/unique_id`: sixteen hexadecimal digits; null where the card or the kernel has none. */
  uniqueId: string | null;
  node: DeviceNode;
}

export interface AmdGpu {
  /** As the inventory has it: `0x` and the digits without padding. */
  uuid: string;
  /** `0000:03:00.0` */
  pciAddress: string;
  /** Both of them, `/dev/kfd` first. */
  nodes: readonly DeviceNode[];
}

/** What a container is given: paths, and the numeric groups without which its account could not open them. */
export interface DeviceGrant {
  readonly paths: readonly string[];
  readonly groupIds: readonly number[];
}

export const noDevices: DeviceGrant = { paths: [], groupIds: [] };

/** Whether a GPU's name in a job is one of AMD's. */
export const isAmdName = (uuid: string): boolean => uuid.startsWith('0x');

const uuidOf = (uniqueId: string | null): string | null => {
  const digits = /^(?:0x)?0*([1-9a-f][0-9a-f]{0,15})$/.exec(uniqueId?.trim().toLowerCase() ?? '')?.[1];
  return digits === undefined || /^f{16}$/.test(digits) ? null : `0x${digits}`;
};

/** A node of root's alone cannot be given: no job gets root's group. */
const isGivable = ({ groupId, isForAll }: DeviceNode): boolean => isForAll || groupId > 0;

/**
 * @param kfd null where the compute driver is not loaded
 * @returns cards that can be told apart and given; one whose number stands twice, as parts of a card may, is left out
 */
export const amdGpusOf = (entries: readonly RenderEntry[], kfd: DeviceNode | null): AmdGpu[] => {
  if (kfd === null || !isGivable(kfd)) return [];
  const found = entries.flatMap(({ name, uevent, uniqueId, node }): AmdGpu[] => {
    const uuid = uuidOf(uniqueId);
    const pciAddress = /^PCI_SLOT_NAME=([0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])$/m.exec(uevent)?.[1];
    const isOurs = /^DRIVER=amdgpu$/m.test(uevent) && node.path === `/dev/dri/${name}` && isGivable(node);
    return isOurs && uuid !== null && pciAddress !== undefined ? [{ uuid, pciAddress, nodes: [kfd, node] }] : [];
  });
  return found.filter(({ uuid }) => found.filter((other) => other.uuid === uuid).length === 1);
};

/** @returns null when one of them is not there */
export const grantOf = (gpus: readonly AmdGpu[], uuids: readonly string[]): DeviceGrant | null => {
  const chosen = uuids.map((uuid) => gpus.find((gpu) => gpu.uuid === uuid));
  if (chosen.includes(undefined)) return null;
  const nodes = chosen.flatMap((gpu) => gpu?.nodes ?? []);
  return {
    paths: [...new Set(nodes.map(({ path }) => path))],
    groupIds: [...new Set(nodes.flatMap(({ groupId, isForAll }) => (isForAll ? [] : [groupId])))],
  };
};
