import { useCluster } from "../cluster-server.ts";
import { linkingSuite } from "./suite/linking.ts";
import { listingSuite } from "./suite/listing.ts";
import { reachingSuite } from "./suite/reaching.ts";
import { unlinkingSuite } from "./suite/unlinking.ts";
import { wishingSuite } from "./suite/wishing.ts";

const server = useCluster("{bellwire}people");

linkingSuite(server);
unlinkingSuite(server);
wishingSuite(server);
listingSuite(server);
reachingSuite(server);
