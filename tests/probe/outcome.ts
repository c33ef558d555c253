/** What came of a scenario's work, in a form that crosses from one process to another. */

/** @returns what the work returned, or the error that it ended with */
export const outcome = async (work: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await work();
  } catch (error) {
    return error instanceof Error
      ? { name: error.name, message: error.message, kind: (error as { kind?: unknown }).kind }
      : String(error);
  }
};
