// Adds jobs on demand: POST /add?from=1&count=1000&chats=5000
import { createQueue } from "./bullmq-queue.mjs";
import { Tally } from "./tally.mjs";

const BATCH = 500;
const queue = createQueue();
await queue.waitUntilReady();

async function add(parameters) {
  const [from, count, chats] = ["from", "count", "chats"].map((name) => Number(parameters.get(name)));
  for (let first = from; first < from + count; first += BATCH) {
    const size = Math.min(BATCH, from + count - first);
    await queue.addBulk(
      Array.from({ length: size }, (_, index) => {
        const number = first + index;
        return {
          name: "send",
          data: { user_id: 1 + (number % chats), message: `${process.env.MESSAGE_PREFIX} ${number}` },
        };
      }),
    );
  }
}

new Tally().serve({ "/add": add });
