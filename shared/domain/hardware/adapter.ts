/** A graphics adapter as Dawn reports it: what the probe can select and run kernels on. Names prove nothing. */

export interface DawnAdapter {
  /** The raw name that Dawn's `adapter=` option matches, case-sensitively and by substring; the first match wins. */
  readonly name: string;
  /** Dawn's own vendor word, such as `nvidia`, `google` (SwiftShader) or `mesa` (llvmpipe); empty when unknown. */
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  /** The driver in the backend's words, such as `NVIDIA: 550.54.14` or `D3D12 driver version 31.0.15.3713`. */
  readonly description: string;
  /** `vulkan`, `d3d12`, `metal`; one card may be listed once per backend. */
  readonly backend: string;
  readonly isFallback: boolean;
  /** Invocations that ran side by side, counted by a kernel: NVIDIA 32, AMD 32 or 64; null: no such feature. */
  readonly subgroupSize: number | null;
  /** Selects this very device where names are equal; null: the name is enough, or nothing can tell them apart. */
  readonly selector: string | null;
  /** What the Vulkan driver says of the device; null on other backends and where nobody could ask. */
  readonly vulkan: VulkanFacts | null;
}

export interface VulkanFacts {
  /** `0000:01:00.0`; null: the driver does not say. */
  readonly pciAddress: string | null;
  /** 32 hex digits. */
  readonly uuid: string | null;
  /** `10de:2684` */
  readonly pciId: string | null;
  /** The largest device-local heap. */
  readonly heapBytes: number | null;
}
