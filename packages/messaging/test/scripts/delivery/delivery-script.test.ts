import { freePort, type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll } from "vitest";
import { RedisLink } from "../../../src/redis-link.ts";
import type { Server } from "../../delivery/queue-fixture.ts";
import { admissionSuite } from "../../delivery/suite/admission.ts";
import { deskSuite } from "../../delivery/suite/desk.ts";
import { governorSuite } from "../../delivery/suite/governor.ts";
import { leasesSuite } from "../../delivery/suite/leases.ts";
import { sendingSuite } from "../../delivery/suite/sending.ts";

/** All keys of a prefix with a hash tag lie on one node of a cluster; a script that left its slot would be refused. */
const PREFIX = "{bellwire}queue";
const SLOTS = 16_384;

let nodes: RedisProcess[];
let server: Server;
beforeAll(async () => {
  nodes = await startCluster();
  const slot = Number(await first(nodes).client().call("CLUSTER", "KEYSLOT", PREFIX));
  const node = nodes[Math.floor(slot / Math.ceil(SLOTS / nodes.length))] ?? first(nodes);
  const link = new RedisLink({ url: node.url, name: "queue" });
  await link.ready(5000);
  server = { link, client: node.client(), prefix: PREFIX };
}, 60_000);
afterAll(async () => {
  server.link.close();
  await Promise.all(nodes.map((node) => node.stop()));
});

admissionSuite(() => server);
sendingSuite(() => server);
leasesSuite(() => server);
governorSuite(() => server);
deskSuite(() => server);

/** Three nodes that know each other, a third of the slots each. */
async function startCluster(): Promise<RedisProcess[]> {
  const started = await Promise.all([clusterNode(), clusterNode(), clusterNode()]);
  const share = Math.ceil(SLOTS / started.length);
  for (const [at, node] of started.entries()) {
    const client = node.client();
    await client.call("CLUSTER", "ADDSLOTSRANGE", at * share, Math.min(SLOTS, (at + 1) * share) - 1);
    await client.call("CLUSTER", "SET-CONFIG-EPOCH", at + 1);
  }
  const { client, port } = first(started);
  for (const node of started.slice(1)) {
    const [host, bus] = ["127.0.0.1", (await node.client().config("GET", "cluster-port")) as string[]];
    await client().call("CLUSTER", "MEET", host, node.port, String(bus[1]));
  }
  for (const node of started) {
    const inspected = node.client();
    await waitFor(async () => String(await inspected.call("CLUSTER", "INFO")).includes("cluster_state:ok"), {
      timeoutMs: 20_000,
      what: `the cluster to be whole, seen from ${node.port} (first: ${port})`,
    });
  }
  return started;
}

async function clusterNode(): Promise<RedisProcess> {
  // The bus has its own port; the usual one, 10,000 higher, may be out of range.
  const config = {
    "cluster-enabled": "yes",
    "cluster-port": String(await freePort()),
    "cluster-config-file": "nodes.conf",
  };
  return await startRedis({ config });
}

function first(all: readonly RedisProcess[]): RedisProcess {
  const [node] = all;
  if (node === undefined) throw new Error("the cluster has no nodes");
  return node;
}
