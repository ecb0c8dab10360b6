import {
  type AcceptDraft,
  DeliveryDesk,
  DeliveryIntake,
  Quarantine,
  RedisLink,
  redisKeys,
} from "@bellwire/messaging";
import { Health } from "@bellwire/runtime";
import { fingerprintOf, readBody } from "@bellwire/schema";
import type { RedisProcess } from "@bellwire/testkit";
import { Admission } from "../../src/intake/admission.ts";
import { ignoringHistogram, recordingCounter, recordingLogger } from "../recording.ts";

const RETENTION = { maxAgeMs: 3_600_000, maxRecords: 10_000 };

let hallways = 0;
const newPrefix = () => `hall${hallways++}`;

export type Hallway = Awaited<ReturnType<typeof openHallway>>;

/** What the doors lead to, in a real Redis under names of its own, and ways to look at it. */
export async function openHallway(
  redis: RedisProcess,
  { url = redis.url, maxWaiting = 100_000, owner = "me", prefix = newPrefix() } = {},
) {
  const keys = redisKeys(prefix);
  const link = new RedisLink({ url, name: prefix, commandTimeoutMs: 500 });
  // Looks at Redis past whatever is done to the other connection.
  const eyes = new RedisLink({ url: redis.url, name: `${prefix}-eyes` });
  await Promise.all([link.ready(5000), eyes.ready(5000)]);
  const client = redis.client();
  const metrics = {
    received: recordingCounter(),
    malformed: recordingCounter(),
    admitted: recordingCounter(),
    duplicates: recordingCounter(),
    dropped: recordingCounter(),
    trimmed: recordingCounter(),
    admitSeconds: ignoringHistogram,
  };
  const health = new Health("test");
  const intake = new DeliveryIntake({ redis: link, prefix, owner, maxWaiting, retention: RETENTION });
  const wakes = { count: 0 };
  const onAdmitted = () => {
    wakes.count += 1;
  };
  const desk = new DeliveryDesk({ redis: eyes, prefix });
  const quarantine = new Quarantine(eyes, keys.quarantine);
  return {
    ...{ prefix, keys, link, client, metrics, health, intake, wakes, desk, ...recordingLogger() },
    admission: new Admission({ intake, health, metrics, onAdmitted }),
    /** Gives the intake lease to `name`. */
    hold: (name = owner) => client.set(keys.intakeLease, name),
    /** The texts that came into the delivery queue so far, in that order. */
    texts: async (): Promise<string[]> => {
      await eyes.ready(5000);
      const events = await client.xrange(keys.events, "-", "+");
      const ids = events.filter(([, fields]) => fields[5] === "queued").map(([, fields]) => fields[1] ?? "");
      const texts: string[] = [];
      // Some at a time, so that none waits too long for its answer.
      for (let at = 0; at < ids.length; at += 200) {
        const records = await Promise.all(ids.slice(at, at + 200).map((id) => desk.read(id)));
        texts.push(...records.map((record) => readBody(record?.body ?? "")?.message ?? "?"));
      }
      return texts;
    },
    /** What was put aside so far, oldest first. */
    quarantined: async () => {
      await eyes.ready(5000);
      return (await quarantine.list({ limit: 1000 })).items.reverse();
    },
    check: (name: string) => health.report().checks.find((check) => check.name === name),
    close() {
      link.close();
      eyes.close();
      client.disconnect();
    },
  };
}

/** A payload as a stranger writes it. */
export const payload = (message: string, more: object = {}) =>
  JSON.stringify({ user_id: 42, message, ...more });

/** What web hands over by the channel door. */
export const fromWeb = (message: string, id: string): AcceptDraft => ({
  id,
  lane: "42",
  body: payload(message, { id }),
  fingerprint: fingerprintOf({ user_id: 42, message }),
  priority: "normal",
  door: "channel",
});

export const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => String(from + at));
