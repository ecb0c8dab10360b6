import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll } from "vitest";
import { RedisLink } from "../../src/redis-link.ts";
import type { Server } from "./queue-fixture.ts";
import { addressingSuite } from "./suite/addressing.ts";
import { admissionSuite } from "./suite/admission.ts";
import { deskSuite } from "./suite/desk.ts";
import { governorSuite } from "./suite/governor.ts";
import { leasesSuite } from "./suite/leases.ts";
import { reachingSuite } from "./suite/reaching.ts";
import { sendingSuite } from "./suite/sending.ts";

let redis: RedisProcess;
let server: Server;
beforeAll(async () => {
  redis = await startRedis();
  const link = new RedisLink({ url: redis.url, name: "queue" });
  await link.ready(5000);
  server = { link, client: redis.client(), prefix: "queue" };
});
afterAll(async () => {
  server.link.close();
  await redis.stop();
});

admissionSuite(() => server);
sendingSuite(() => server);
leasesSuite(() => server);
governorSuite(() => server);
deskSuite(() => server);
addressingSuite(() => server);
reachingSuite(() => server);
