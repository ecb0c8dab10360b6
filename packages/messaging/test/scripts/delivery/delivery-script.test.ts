import { useCluster } from "../../cluster-server.ts";
import { addressingSuite } from "../../delivery/suite/addressing.ts";
import { admissionSuite } from "../../delivery/suite/admission.ts";
import { deskSuite } from "../../delivery/suite/desk.ts";
import { governorSuite } from "../../delivery/suite/governor.ts";
import { leasesSuite } from "../../delivery/suite/leases.ts";
import { reachingSuite } from "../../delivery/suite/reaching.ts";
import { sendingSuite } from "../../delivery/suite/sending.ts";

const server = useCluster("{bellwire}queue");

admissionSuite(server);
sendingSuite(server);
leasesSuite(server);
governorSuite(server);
deskSuite(server);
addressingSuite(server);
reachingSuite(server);
