import { runService } from "@bellwire/runtime";
import { createWebService } from "./service.ts";

await runService(createWebService);
