/** Start, pause, resume, finish. */
import type { Base } from './base.ts';
import type { Services } from './services.ts';

export const controlHandlers = (base: Base, { device }: Services) => {
  const answer = () => ({ activity: device.status.get().activity });
  return {
    start: base.control.start.handler(async () => {
      await device.start();
      return answer();
    }),
    pause: base.control.pause.handler(async () => {
      await device.pause();
      return answer();
    }),
    resume: base.control.resume.handler(async () => {
      await device.resume();
      return answer();
    }),
    finish: base.control.finish.handler(async () => {
      await device.finish();
      return answer();
    }),
  };
};
