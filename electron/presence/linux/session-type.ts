/** Which kind of desktop this is, by what it sets for every program. Pure. */
export const isWayland = (env: NodeJS.ProcessEnv): boolean =>
  env.XDG_SESSION_TYPE === 'wayland' || Boolean(env.WAYLAND_DISPLAY);
