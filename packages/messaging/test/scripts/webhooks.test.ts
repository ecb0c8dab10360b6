import { afterAll, beforeAll } from "vitest";
import { RedisLink } from "../../src/redis-link.ts";
import { type RedisCluster, startCluster } from "../redis-cluster.ts";
import { collectingSuite } from "../webhooks/suite/collecting.ts";
import { deskSuite } from "../webhooks/suite/desk.ts";
import { sendingSuite } from "../webhooks/suite/sending.ts";
import type { Server } from "../webhooks/webhook-fixture.ts";

/** All keys of a prefix with a hash tag lie on one node of a cluster; a script that left its slot would be refused. */
const PREFIX = "{bellwire}webhooks";

let cluster: RedisCluster;
let server: Server;
beforeAll(async () => {
  cluster = await startCluster();
  const node = await cluster.nodeOf(PREFIX);
  const link = new RedisLink({ url: node.url, name: "webhooks" });
  await link.ready(5000);
  server = { link, client: node.client(), prefix: PREFIX };
}, 60_000);
afterAll(async () => {
  server.link.close();
  await cluster.stop();
});

collectingSuite(() => server);
sendingSuite(() => server);
deskSuite(() => server);
