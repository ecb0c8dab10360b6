import { runService } from "@bellwire/runtime";
import { createBotService } from "./service.ts";

await runService(createBotService);
