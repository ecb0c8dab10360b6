import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll } from "vitest";
import { RedisLink } from "../../src/redis-link.ts";
import type { Server } from "../delivery/queue-fixture.ts";
import { linkingSuite } from "./suite/linking.ts";
import { listingSuite } from "./suite/listing.ts";
import { reachingSuite } from "./suite/reaching.ts";
import { unlinkingSuite } from "./suite/unlinking.ts";
import { wishingSuite } from "./suite/wishing.ts";

let redis: RedisProcess;
let server: Server;
beforeAll(async () => {
  redis = await startRedis();
  const link = new RedisLink({ url: redis.url, name: "recipients" });
  await link.ready(5000);
  server = { link, client: redis.client(), prefix: "people" };
});
afterAll(async () => {
  server.link.close();
  await redis.stop();
});

linkingSuite(() => server);
unlinkingSuite(() => server);
wishingSuite(() => server);
listingSuite(() => server);
reachingSuite(() => server);
