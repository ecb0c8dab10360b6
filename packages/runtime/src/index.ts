export { ApiKeys, presentedKey } from "./api-keys.ts";
export { ConfigError, environment, readEnvironment } from "./environment.ts";
export { type CheckResult, type CheckStatus, Health, type HealthReport } from "./health.ts";
export { type Address, ListenError, listen } from "./listen.ts";
export { createLogger, type Logger } from "./logger.ts";
export { isLoopback } from "./loopback.ts";
export { type Counter, createMetrics, type Gauge, type Histogram, type Metrics } from "./metrics.ts";
export { type Part, Parts } from "./parts.ts";
export { redact } from "./redact.ts";
export { runService, type Service } from "./run-service.ts";
export {
  hostVariable,
  redisSecrets,
  serviceVariables,
  withServiceRules,
} from "./service-environment.ts";
export { StatusServer } from "./status-server.ts";
