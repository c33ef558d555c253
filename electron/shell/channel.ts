/** Names that the preload script, the page and the main process agree on. */

/** The page's port, on its way to the main process. */
export const connectChannel = 'perigee:connect';
/** `event.data` of the message that brings the page its end of the port. */
export const portMessage = 'perigee:port';
