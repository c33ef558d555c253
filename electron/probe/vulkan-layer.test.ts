import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLayer, layerEnv } from './vulkan-layer.ts';

describe('the selection layer', () => {
  it('lies beside the built child, and outside the archive of a packed app', () => {
    const built = join('/app', 'dist', 'probe', 'child.js');
    expect(findLayer(built, () => true)).toBe(join('/app', 'dist', 'probe', 'select-layer'));
    expect(findLayer(join('/r', 'app.asar', 'dist', 'probe', 'child.js'), () => true)).toBe(
      join('/r', 'app.asar.unpacked', 'dist', 'probe', 'select-layer'),
    );
  });

  it('is missing where it was not built', () => expect(findLayer('/app/dist/probe/child.js', () => false)).toBeNull());

  it('is switched on with its selector', () => {
    expect(layerEnv({ PATH: '/bin' }, '/layer', 'index:1')).toEqual({
      PATH: '/bin',
      VK_LAYER_PATH: '/layer',
      VK_INSTANCE_LAYERS: 'VK_LAYER_PERIGEE_select',
      PERIGEE_VULKAN_SELECT: 'index:1',
    });
  });

  it('is switched on without one too, for its report', () => {
    expect(Object.keys(layerEnv({}, '/layer', null))).toEqual(['VK_LAYER_PATH', 'VK_INSTANCE_LAYERS']);
  });

  it("comes before the user's own layers", () => {
    const own = { VK_LAYER_PATH: '/mine', VK_INSTANCE_LAYERS: 'VK_LAYER_MINE' };
    expect(layerEnv(own, '/layer', null)).toEqual({
      VK_LAYER_PATH: `/layer${delimiter}/mine`,
      VK_INSTANCE_LAYERS: `VK_LAYER_PERIGEE_select${delimiter}VK_LAYER_MINE`,
    });
  });

  it('leaves the selector for the child to refuse where there is no layer', () => {
    expect(layerEnv({}, null, 'index:1')).toEqual({ PERIGEE_VULKAN_SELECT: 'index:1' });
    expect(layerEnv({ A: 'b' }, null, null)).toEqual({ A: 'b' });
  });
});
