import type { FaultCase } from "../case.ts";
import { atMostOnce, underLoad } from "../scene.ts";

/** Many chats, each answered slowly: some twenty sends are in flight at any moment, and none of them may come twice. */
const manyInFlight = { bots: 2, chats: 24, everyMs: 1000 };
const slowly = { kind: "delay", delay_ms: 150 } as const;

export const killRedis: FaultCase = {
  name: "kill-redis",
  what: "kill -9 of Redis (append-only file), started again after 2 s",
  short: true,
  run: (context) =>
    underLoad(context, {
      ...manyInFlight,
      async harm({ stack, load, short, excuse, lastsMs }) {
        excuse(atMostOnce);
        stack.sandbox.addFault(slowly);
        for (let round = 0; round < (short ? 1 : 3); round += 1) {
          await load.arrivedMore(50);
          await stack.redis.kill();
          await lastsMs(2000);
          await stack.redis.restart();
          await stack.ready();
        }
      },
    }),
};

/** Redis stands still, connections open, for 10 s (in the short form 4 s). */
function pauseRedis(name: string, what: string, short: boolean, leaseMs: number): FaultCase {
  return {
    name,
    what,
    short,
    run: (context) =>
      underLoad(context, {
        ...manyInFlight,
        env: { LEASE_MS: String(leaseMs) },
        async harm({ stack, load, excuse, lastsMs, short: small }) {
          excuse(atMostOnce);
          stack.sandbox.addFault(slowly);
          await load.arrivedMore(50);
          stack.redis.pause();
          await lastsMs(small ? 4000 : 10_000);
          stack.redis.resume();
        },
      }),
  };
}

export const redisPaused = pauseRedis(
  "redis-paused",
  "Redis stands still for 10 s, shorter than the lease of what is taken",
  false,
  30_000,
);

export const redisPausedLong = pauseRedis(
  "redis-paused-long",
  "Redis stands still for longer than every lease: nobody takes what another bot still holds",
  true,
  1500,
);

export const killConnections: FaultCase = {
  name: "kill-connections",
  what: "CLIENT KILL of every connection, five times a second",
  short: false,
  run: (context) =>
    underLoad(context, {
      ...manyInFlight,
      async harm({ stack, excuse, figure, lastsMs }) {
        excuse(atMostOnce);
        stack.sandbox.addFault(slowly);
        const admin = stack.redis.client();
        let killed = 0;
        for (let round = 0; round < 25; round += 1) {
          for (const type of ["normal", "pubsub"])
            killed += Number(await admin.call("CLIENT", "KILL", "TYPE", type, "SKIPME", "yes"));
          await lastsMs(200);
        }
        figure("connections killed", killed);
      },
    }),
};

export const flushAll: FaultCase = {
  name: "flushall",
  what: "FLUSHALL: what was stored is gone; afterwards everything works without a restart",
  short: false,
  run: (context) =>
    underLoad(context, {
      bots: 2,
      async harm({ stack, load, chats, allow, excuse }) {
        for (let round = 0; round < 3; round += 1) {
          allow(chats.length, "sends in flight, one a chat, whose records are gone");
          await stack.redis.client().flushall();
          const flushedMs = performance.now();
          excuse(({ begunMs }) => begunMs <= flushedMs);
          excuse((attempt) => atMostOnce(attempt));
          await load.arrivedMore(100);
        }
      },
    }),
};
