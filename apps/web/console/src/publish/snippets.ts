import { type Notification, wireForm } from "../api/notifications.ts";

export type Snippet = { name: string; command: string };

/** The same publish as commands of a POSIX shell. `origin` is web's address; `withKey` where web asks for one. */
export function snippetsOf(notification: Notification, origin: string, withKey: boolean): Snippet[] {
  const json = shellQuoted(JSON.stringify(wireForm(notification)));
  const key = withKey ? ` -H "Authorization: Bearer $API_KEY"` : "";
  return [
    {
      name: "curl",
      command: `curl ${origin}/notifications${key} -H 'Content-Type: application/json' -d ${json}`,
    },
    { name: "redis-cli", command: `redis-cli -u "$REDIS_URL" PUBLISH notification ${json}` },
  ];
}

/** Between single quotes a shell leaves everything alone but the single quote itself. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
