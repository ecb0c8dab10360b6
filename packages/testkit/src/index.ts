export { freePort } from "./free-port.ts";
export { type Proxy, type ReplyDrop, startProxy } from "./proxy.ts";
export {
  type ClientOptions,
  type RedisProcess,
  type StartRedisOptions,
  startRedis,
} from "./redis-process.ts";
export { repoRoot } from "./repo-root.ts";
export {
  type ServiceExit,
  type ServiceProcess,
  type SpawnServiceOptions,
  spawnService,
} from "./service-process.ts";
export { requireTool } from "./tools.ts";
export { type WaitForOptions, waitFor } from "./wait-for.ts";
