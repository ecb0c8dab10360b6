export { SANDBOX_TOKEN } from "./bot-api/token.ts";
export type { SandboxStats } from "./control/state-routes.ts";
export type { Fault } from "./model/faults.ts";
export type { RateLimits } from "./model/limits.ts";
export type { SandboxMessage } from "./model/types.ts";
export { type Sandbox, type SandboxOptions, startSandbox } from "./sandbox.ts";
