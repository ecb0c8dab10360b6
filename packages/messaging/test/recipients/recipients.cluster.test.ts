import { afterAll, beforeAll } from "vitest";
import { RedisLink } from "../../src/redis-link.ts";
import type { Server } from "../delivery/queue-fixture.ts";
import { type RedisCluster, startCluster } from "../redis-cluster.ts";
import { linkingSuite } from "./suite/linking.ts";
import { listingSuite } from "./suite/listing.ts";
import { reachingSuite } from "./suite/reaching.ts";
import { unlinkingSuite } from "./suite/unlinking.ts";
import { wishingSuite } from "./suite/wishing.ts";

/** All keys of a prefix with a hash tag lie on one node of a cluster; a script that left its slot would be refused. */
const PREFIX = "{bellwire}people";

let cluster: RedisCluster;
let server: Server;
beforeAll(async () => {
  cluster = await startCluster();
  const node = await cluster.nodeOf(PREFIX);
  const link = new RedisLink({ url: node.url, name: "recipients" });
  await link.ready(5000);
  server = { link, client: node.client(), prefix: PREFIX };
}, 60_000);
afterAll(async () => {
  server.link.close();
  await cluster.stop();
});

linkingSuite(() => server);
unlinkingSuite(() => server);
wishingSuite(() => server);
listingSuite(() => server);
reachingSuite(() => server);
