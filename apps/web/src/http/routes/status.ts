import type { Health, Metrics } from "@bellwire/runtime";
import type { Route } from "./route.ts";

/** `GET /livez`: this process answers. */
export function livezRoute(): Route {
  return {
    method: "GET",
    path: "/livez",
    access: "status",
    handlers: [
      (_request, response) => {
        response.setHeader("Cache-Control", "no-store");
        response.json({ status: "alive" });
      },
    ],
  };
}

/**
 * `GET /readyz`: 200 or 503, in words. `sandbox` tells the page whether there is a phone to show, `keys` whether a call
 * from elsewhere needs one.
 */
export function readyzRoute(health: Health, { sandbox, keys }: { sandbox: boolean; keys: boolean }): Route {
  return {
    method: "GET",
    path: "/readyz",
    access: "status",
    handlers: [
      (_request, response) => {
        const { service, status, checks } = health.report();
        response.setHeader("Cache-Control", "no-store");
        response.status(status === "ready" ? 200 : 503).json({ service, status, sandbox, keys, checks });
      },
    ],
  };
}

/** `GET /metrics`, for Prometheus. */
export function metricsRoute(metrics: Metrics): Route {
  return {
    method: "GET",
    path: "/metrics",
    access: "guarded",
    handlers: [
      async (_request, response) => {
        const text = await metrics.text();
        response.setHeader("Content-Type", metrics.contentType);
        response.setHeader("Cache-Control", "no-store");
        response.send(Buffer.from(text));
      },
    ],
  };
}
