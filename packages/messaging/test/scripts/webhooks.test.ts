import { useCluster } from "../cluster-server.ts";
import { collectingSuite } from "../webhooks/suite/collecting.ts";
import { deskSuite } from "../webhooks/suite/desk.ts";
import { sendingSuite } from "../webhooks/suite/sending.ts";

const server = useCluster("{bellwire}webhooks");

collectingSuite(server);
sendingSuite(server);
deskSuite(server);
