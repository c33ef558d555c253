/** What we use of the package, which brings no types of its own. */
declare module 'x11' {
  type Answer<T> = (error: Error | null, value: T) => void;

  export interface ScreenSaver {
    QueryInfo(drawable: number, answer: Answer<{ idle: number }>): void;
  }
  export interface Client {
    InternAtom(onlyIfExists: boolean, name: string, answer: Answer<number>): void;
    GetProperty(
      remove: 0 | 1,
      window: number,
      property: number,
      type: number,
      offset: number,
      length: number,
      answer: Answer<{ type: number; data: Buffer }>,
    ): void;
    GetGeometry(window: number, answer: Answer<{ width: number; height: number }>): void;
    GetInputFocus(answer: Answer<{ focus: number }>): void;
    ChangeWindowAttributes(window: number, values: { eventMask: number }, answer?: Answer<void>): void;
    require(extension: 'screen-saver', answer: Answer<ScreenSaver>): void;
    terminate(): void;
    on(event: 'event', listener: (event: { name: string; wid: number; atom?: number }) => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    on(event: 'end', listener: () => void): void;
  }
  export interface Display {
    client: Client;
    screen: { root: number; pixel_width: number; pixel_height: number }[];
  }
  export const createClient: (options: { display: string; shm: false }, answer: Answer<Display>) => Client;
  export const eventMask: { PropertyChange: number; StructureNotify: number };
}
