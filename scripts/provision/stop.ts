/** Ends what `main.ts` started and nothing else: `node scripts/provision/stop.ts`. */
import { endRemembered } from './own-process.ts';

const ended = await endRemembered();
console.log(ended.length > 0 ? `ended ${ended.join(', ')}` : 'nothing was running');
