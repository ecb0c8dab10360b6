import { setTimeout as sleep } from "node:timers/promises";
import { Boards, Hub, type RedisLink } from "@bellwire/messaging";
import type { Part } from "@bellwire/runtime";
import type { WebConfig } from "../config.ts";
import { BoardWaiter } from "./board-waiter.ts";
import { seed } from "./seeds.ts";

/** A Redis that is there confirms long before; one that is not must not keep the service from saying so. */
const CONFIRMED_MS = 1000;

/** The live subscribers of this process, and the boards, which are heard over the same connection. */
export function buildHub(config: WebConfig, redis: RedisLink, onChange: () => void) {
  const hub = new Hub({ url: config.redisUrl, name: "bellwire-web-hub", redis, onChange });
  const boards = new Boards({ redis, prefix: config.prefix, hub });
  const part: Part = {
    name: "hub",
    start: () => start(hub, config.channel),
    stop: () => hub.shutdown(),
  };
  return { hub, boards, boardWaiter: new BoardWaiter(boards), part };
}

/** Resolves when Redis has confirmed the first subscribers, or shortly after where it is not there. */
async function start(hub: Hub, channel: string): Promise<void> {
  hub.start();
  seed(hub, channel);
  const confirmed = hub.listen({ channel }, () => {});
  await Promise.race([confirmed.ready, sleep(CONFIRMED_MS, undefined, { ref: false })]);
  confirmed.close();
}
