import { afterAll, beforeAll } from "vitest";
import { RedisLink } from "../../../src/redis-link.ts";
import type { Server } from "../../delivery/queue-fixture.ts";
import { admissionSuite } from "../../delivery/suite/admission.ts";
import { deskSuite } from "../../delivery/suite/desk.ts";
import { governorSuite } from "../../delivery/suite/governor.ts";
import { leasesSuite } from "../../delivery/suite/leases.ts";
import { sendingSuite } from "../../delivery/suite/sending.ts";
import { type RedisCluster, startCluster } from "../../redis-cluster.ts";

/** All keys of a prefix with a hash tag lie on one node of a cluster; a script that left its slot would be refused. */
const PREFIX = "{bellwire}queue";

let cluster: RedisCluster;
let server: Server;
beforeAll(async () => {
  cluster = await startCluster();
  const node = await cluster.nodeOf(PREFIX);
  const link = new RedisLink({ url: node.url, name: "queue" });
  await link.ready(5000);
  server = { link, client: node.client(), prefix: PREFIX };
}, 60_000);
afterAll(async () => {
  server.link.close();
  await cluster.stop();
});

admissionSuite(() => server);
sendingSuite(() => server);
leasesSuite(() => server);
governorSuite(() => server);
deskSuite(() => server);
