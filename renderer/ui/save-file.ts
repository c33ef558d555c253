/** Hands a text to the browser as a file to save. It goes to the owner's downloads and nowhere else. */

/** @param type such as `text/csv` */
export const saveFile = (name: string, type: string, text: string): void => {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the blob once the click has been handled.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};
