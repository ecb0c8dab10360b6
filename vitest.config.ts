import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["development", "node", "default"] },
  ssr: { resolve: { conditions: ["development", "node", "default"] } },
  test: {
    include: [
      "apps/*/test/**/*.test.ts",
      "apps/web/console/test/**/*.test.ts",
      "packages/*/test/**/*.test.ts",
      "e2e/test/**/*.test.ts",
      "scripts/test/**/*.test.ts",
      "examples/*/test/**/*.test.ts",
    ],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    retry: 0,
    // A second is too short where the machine is busy; what is true earlier ends the wait.
    expect: { poll: { timeout: 10_000 } },
    // By itself vitest leaves one core free; most of these tests wait for other processes.
    maxWorkers: 2,
  },
});
