import type { RequestListener } from "node:http";
import { type AppParts, createApp } from "./app.ts";
import { answerErrors } from "./error-handler.ts";
import { observe } from "./observe.ts";
import { publishDirectly } from "./publish-directly.ts";
import { publishWith } from "./routes/publish.ts";
import { setSecurityHeaders } from "./security-headers.ts";

/** The HTTP interface: what every request goes through, and the two ways on from there. */
export function createRequestListener(parts: AppParts): RequestListener {
  const { apiKeys, allowedHosts, publisher, metrics, logger } = parts;
  const observed = observe(metrics, logger);
  const app = createApp(parts);
  const servedDirectly = publishDirectly({
    apiKeys,
    allowedHosts,
    publish: publishWith(publisher),
    onError: answerErrors(logger),
  });
  return (request, response) => {
    observed(request, response);
    setSecurityHeaders(response);
    // A limit on the rate is asked of Redis before the body is read, which Express does.
    if (parts.limiter !== undefined || !servedDirectly(request, response)) app(request, response);
  };
}
