import { waitFor } from "@bellwire/testkit";
import { postJson } from "../../stack.ts";
import type { FaultCase } from "../case.ts";
import { quantileMs, waitsMs } from "../latency.ts";
import { type Scene, underLoad } from "../scene.ts";

/** Chats beside those of the load. */
const REFUSING = 2001;
const UNREADABLE = 2002;
const ODD = 2003;

/** Legal names that have broken programs before. */
const ODD_IDS = ["__proto__", "constructor", "toString", "-", "a:b:c", "...", "0", "-1", ":".repeat(128)];

/** What cannot be a notification, of several sizes. */
const MALFORMED = [
  Buffer.from(""),
  Buffer.from("not json"),
  Buffer.from('{"user_id":"","message":"text"}'),
  Buffer.from('{"user_id":42}'),
  Buffer.from([0xff, 0xfe, 0x00]),
  Buffer.from(`${"[".repeat(5000)}${"]".repeat(5000)}`),
  Buffer.alloc(20_000, "x"),
];

/** What was published later may well be on its way still. */
const UNDER_WAY_MS = 3000;

async function stateOf({ stack }: Scene, id: string): Promise<string> {
  const response = await fetch(`${stack.webUrl}/notifications/${encodeURIComponent(id)}`);
  return ((await response.json()) as { state?: string }).state ?? `status ${response.status}`;
}

async function publishOdd(scene: Scene): Promise<void> {
  const { stack, broken } = scene;
  for (const id of ODD_IDS) {
    const { status } = await postJson(`${stack.webUrl}/notifications`, {
      id,
      user_id: ODD,
      message: `odd ${id}`,
      via: "queue",
    });
    if (status !== 202) broken(`the id ${id} was answered with ${status}`);
  }
}

/** Messages that Telegram never takes: each of its own kind, all to be given up with a reason. */
async function publishPoison({ stack }: Scene): Promise<string[]> {
  stack.sandbox.addFault({ kind: "400", chat_id: REFUSING, description: "Bad Request: message is too long" });
  stack.sandbox.addFault({ kind: "200_html", chat_id: UNREADABLE });
  const ids: string[] = [];
  for (const chat of [REFUSING, UNREADABLE]) {
    for (let count = 0; count < 3; count += 1) {
      const id = `poison-${chat}-${count}`;
      await postJson(`${stack.webUrl}/notifications`, {
        id,
        user_id: chat,
        message: "poison",
        via: "stream",
      });
      ids.push(id);
    }
  }
  return ids;
}

async function flood({ stack, short }: Scene): Promise<number> {
  const client = stack.redis.client({ enableAutoPipelining: true });
  const rounds = short ? 30 : 150;
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all(
      MALFORMED.flatMap((payload) => [
        client.lpush("notification:queue", payload),
        client.xadd("notification:stream", "*", "payload", payload),
        client.publish("notification", payload),
      ]),
    );
  }
  return rounds * MALFORMED.length * 3;
}

export const poison: FaultCase = {
  name: "poison",
  what: "messages that Telegram never takes, odd ids, a flood of malformed payloads: the others go on",
  short: true,
  run: (context) =>
    underLoad(context, {
      bots: 2,
      env: { MAX_ATTEMPTS: "3" },
      // Far below what a chat can take, so that nothing but the poison can make anybody wait.
      everyMs: 500,
      sandbox: { messagesPerChat: 100 },
      async harm(scene) {
        const { stack, load, figure, broken, chats } = scene;
        const fromMs = performance.now();
        const before = waitsMs(load.history, { chats, fromMs: 0, toMs: fromMs });
        const ids = await publishPoison(scene);
        await publishOdd(scene);
        figure("malformed payloads", await flood(scene));
        await waitFor(
          async () => {
            const states = await Promise.all(ids.map((id) => stateOf(scene, id)));
            return states.every((state) => state === "failed");
          },
          { timeoutMs: 60_000, what: "every poisoned message to be given up" },
        );
        await load.arrivedMore(100);
        const waits = waitsMs(load.history, { chats, fromMs, toMs: performance.now() - UNDER_WAY_MS });
        const p50s = [before, waits].map((values) => quantileMs(values, 0.5).toFixed(0));
        figure("p50 of the others before, beside it, ms", p50s.join(", "));
        const odd = stack.received(ODD);
        if (new Set(odd).size !== ODD_IDS.length || odd.length !== ODD_IDS.length)
          broken(`odd ids: ${odd.length} arrivals of ${ODD_IDS.length}`);
        stack.sandbox.clearFaults();
      },
    }),
};
