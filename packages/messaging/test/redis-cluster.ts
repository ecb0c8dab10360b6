import { freePort, type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";

const SLOTS = 16_384;

export type RedisCluster = {
  nodes: readonly RedisProcess[];
  /** The node that owns the slot of `key`. */
  nodeOf(key: string): Promise<RedisProcess>;
  stop(): Promise<void>;
};

/** Three real nodes that know each other, a third of the slots each. Resolves when all see the cluster whole. */
export async function startCluster(): Promise<RedisCluster> {
  const nodes = await Promise.all([clusterNode(), clusterNode(), clusterNode()]);
  const share = Math.ceil(SLOTS / nodes.length);
  for (const [at, node] of nodes.entries()) {
    const client = node.client();
    await client.call("CLUSTER", "ADDSLOTSRANGE", at * share, Math.min(SLOTS, (at + 1) * share) - 1);
    await client.call("CLUSTER", "SET-CONFIG-EPOCH", at + 1);
  }
  const first = nodes[0];
  for (const node of nodes.slice(1)) {
    const [, bus] = (await node.client().config("GET", "cluster-port")) as [string, string];
    await first.client().call("CLUSTER", "MEET", "127.0.0.1", node.port, bus);
  }
  for (const node of nodes) {
    const client = node.client();
    await waitFor(async () => String(await client.call("CLUSTER", "INFO")).includes("cluster_state:ok"), {
      timeoutMs: 20_000,
      what: `the cluster to be whole, seen from ${node.port}`,
    });
  }
  return {
    nodes,
    async nodeOf(key) {
      const slot = Number(await first.client().call("CLUSTER", "KEYSLOT", key));
      return nodes[Math.floor(slot / share)] ?? first;
    },
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  };
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
