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
}
