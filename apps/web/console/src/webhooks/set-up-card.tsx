import { Card } from "../parts/card.tsx";
import { CommandLine } from "../parts/command-line.tsx";

const LINES = [
  ["where your app listens", "echo 'WEBHOOK_URL=https://app.example/hooks/bellwire' >> .env"],
  ["a secret, which your app gets too", 'echo "WEBHOOK_SECRET=whsec_$(openssl rand -base64 32)" >> .env'],
] as const;

/** How to have the app called, where nobody set it up. */
export function SetUpCard() {
  return (
    <Card
      title="Nobody is called yet"
      hint="Set two variables of web, start it anew, and your app hears of every message that was sent, failed or parked, and of people who link, unlink and reply."
    >
      <div className="flex flex-col gap-4 text-sm">
        <ul className="flex flex-col gap-3">
          {LINES.map(([what, line]) => (
            <li key={what} className="flex flex-col gap-1.5">
              <span className="text-muted">{what}</span>
              <CommandLine command={line} what={what} />
            </li>
          ))}
        </ul>
        <p className="text-muted">
          The calls have the form of Standard Webhooks: your app verifies them with the library of that name,
          and knows one that came twice by its header <code className="font-mono text-xs">webhook-id</code>.
        </p>
      </div>
    </Card>
  );
}
