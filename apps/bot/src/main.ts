import { setFlagsFromString } from "node:v8";
import { runService } from "@bellwire/runtime";
import { createBotService } from "./service.ts";

// The heap may grow by half of what is alive before all of it is collected. V8's own choice is several times that: of
// four bots that had taken in 100,000 messages one kept 40 MiB of garbage for minutes.
setFlagsFromString("--heap-growing-percent=50");

await runService(createBotService);
