/** For a region that scrolls: a keyboard scrolls what has the focus, and Safari gives it to no scroller by itself. */
export const keyboardScrolls = { tabIndex: 0 } as const;
