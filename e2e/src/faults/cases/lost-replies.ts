import { type RedisProcess, waitFor } from "@bellwire/testkit";
import type { FaultCase } from "../case.ts";
import { LEASE_MS } from "../fault-stack.ts";
import { type ReplyProxy, startReplyProxy } from "../reply-proxy.ts";
import { atMostOnce, type Scene, underLoad } from "../scene.ts";
import { commandNames } from "../script-names.ts";
import { httpSource, type Source, strangerClient, strangerSources } from "../sources.ts";

/** So long a command of some kind may take to be given again before it counts as one that is not used any more. */
const AGAIN_MS = 6000;

/** These have to be lost; one that never came was not tested. The short form loses no others. */
const EXPECTED = {
  web: ["accept"],
  bots: ["BLMOVE", "XREADGROUP", "admit", "turn", "attempt", "renew", "recover", "holdLease"],
  strangers: ["LPUSH", "XADD"],
};

/** So long a notification may be several messages of Telegram: its attempt is noted by a call of its own. */
const LONG = {
  buttons: [1, 2, 3].map((row) => [{ text: `row ${row}`, url: `https://example.org/${"a".repeat(1500)}` }]),
};

type Proxies = { web: ReplyProxy; bots: ReplyProxy; strangers: ReplyProxy };

async function startProxies(redis: RedisProcess): Promise<Proxies> {
  const nameOf = await commandNames();
  const [web, bots, strangers] = await Promise.all([1, 2, 3].map(() => startReplyProxy(redis.port, nameOf)));
  if (web === undefined || bots === undefined || strangers === undefined) throw new Error("no proxies");
  return { web, bots, strangers };
}

/** Loses `times` replies of one kind, one after the other, with the load running on; fewer where it comes no more. */
async function lose(scene: Scene, proxy: ReplyProxy, name: string, times: number): Promise<void> {
  const before = proxy.lost.get(name) ?? 0;
  for (let count = 1; count <= times; count += 1) {
    proxy.loseNext(name);
    const lost = () => (proxy.lost.get(name) ?? 0) >= before + count;
    try {
      await waitFor(lost, { timeoutMs: AGAIN_MS });
    } catch {
      return;
    }
    await scene.load.arrivedMore(5);
  }
}

/** A publisher with a client that sends again by itself what was not answered; its ids keep that from doubling anything. */
function resendingSources(redis: RedisProcess, port: number): Source[] {
  const client = redis.client({ port, retryStrategy: () => 50 });
  const publish = (name: string, send: (id: string, chatId: number, text: string) => Promise<unknown>) => {
    let count = 0;
    const source: Source = {
      name,
      async publish({ chatId, text }) {
        count += 1;
        const id = `resent-${name}-${count}`;
        const outcome = await send(id, chatId, text).then(
          () => "accepted" as const,
          () => "unknown" as const,
        );
        return { outcome, id };
      },
    };
    return source;
  };
  return [
    publish("LPUSH-id", (id, chatId, text) =>
      client.lpush("notification:queue", JSON.stringify({ id, user_id: chatId, message: text })),
    ),
    publish("XADD-id", (id, chatId, text) =>
      client.xadd("notification:stream", "*", "id", id, "user_id", String(chatId), "message", text),
    ),
  ];
}

export const lostReplies: FaultCase = {
  name: "lost-replies",
  what: "every kind of reply of Redis is lost on its way to web, to the bots and to publishers that send again",
  short: true,
  async run(context) {
    const proxies: Partial<Proxies> = {};
    const started = async (redis: RedisProcess, which: keyof Proxies) => {
      if (proxies[which] === undefined) Object.assign(proxies, await startProxies(redis));
      const proxy = proxies[which];
      if (proxy === undefined) throw new Error(`no proxy for ${which}`);
      return proxy;
    };
    try {
      return await underLoad(context, {
        bots: 2,
        botRedisUrl: async (redis) => (await started(redis, "bots")).url,
        webRedisUrl: async (redis) => (await started(redis, "web")).url,
        sources: async ({ redis, webUrl }) => [
          ...(["channel", "queue"] as const).map((via) => httpSource(webUrl, via, "load")),
          httpSource(webUrl, "stream", "load", LONG),
          ...resendingSources(redis, proxies.strangers?.port ?? 0),
          ...strangerSources(await strangerClient(redis)),
        ],
        async harm(scene) {
          scene.excuse(atMostOnce);
          // One chat is so slow that what is taken for it has to be renewed.
          const [slow = 0] = scene.chats;
          scene.stack.sandbox.addFault({ kind: "delay", chat_id: slow, delay_ms: LEASE_MS });
          await loseEveryKind(scene, proxies);
          scene.stack.sandbox.clearFaults();
        },
      });
    } finally {
      for (const proxy of Object.values(proxies)) await proxy.close();
    }
  },
};

async function loseEveryKind(scene: Scene, proxies: Partial<Proxies>): Promise<void> {
  const times = scene.short ? 1 : 3;
  await waitFor(() => proxies.bots?.seen.has("renew") ?? false, { what: "something to be renewed" });
  for (const who of ["web", "bots", "strangers"] as const) {
    const proxy = proxies[who];
    const kinds = scene.short ? EXPECTED[who] : [...(proxy?.seen.keys() ?? [])];
    for (const name of kinds) {
      scene.say(`${who}: losing ${times} × ${name}`);
      if (proxy !== undefined) await lose(scene, proxy, name, times);
    }
    const lost = [...(proxy?.lost ?? [])].map(([name, count]) => `${name} ${count}`).join(", ");
    scene.figure(`lost on the way to ${who}`, lost);
    const missed = EXPECTED[who].filter((name) => !proxy?.lost.has(name));
    if (missed.length > 0) scene.broken(`no reply of ${missed.join(", ")} came to be lost`);
  }
}
