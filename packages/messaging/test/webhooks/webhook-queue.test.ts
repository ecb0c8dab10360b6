import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll } from "vitest";
import { RedisLink } from "../../src/redis-link.ts";
import { collectingSuite } from "./suite/collecting.ts";
import { deskSuite } from "./suite/desk.ts";
import { sendingSuite } from "./suite/sending.ts";
import type { Server } from "./webhook-fixture.ts";

let redis: RedisProcess;
let server: Server;
beforeAll(async () => {
  redis = await startRedis();
  const link = new RedisLink({ url: redis.url, name: "webhooks" });
  await link.ready(5000);
  server = { link, client: redis.client(), prefix: "webhooks" };
});
afterAll(async () => {
  server.link.close();
  await redis.stop();
});

collectingSuite(() => server);
sendingSuite(() => server);
deskSuite(() => server);
