import { type Finding, useFeed } from "../feed/index.ts";
import { HealthCard } from "../health/health-card.tsx";
import { awayOf } from "../health/health-words.ts";
import { StatusDot } from "../health/status-dot.tsx";
import { Ago } from "../parts/ago.tsx";
import { Card } from "../parts/card.tsx";
import { CommandLine } from "../parts/command-line.tsx";
import { Marked } from "../parts/marked.tsx";
import type { ViewProps } from "../shell/view-props.ts";
import { SEVERITY_MOODS, SEVERITY_WORDS, sortedFindings } from "./severity.ts";

/** What is wrong and what mends it, and how each part says it is. */
export function FindingsView({ health }: ViewProps) {
  const live = useFeed(({ connection }) => connection === "live");
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 xl:grid-cols-[minmax(0,1fr)_23rem]">
      <FindingsCard current={live && awayOf(health) === undefined} withKey={health.report?.keys === true} />
      <HealthCard health={health} />
    </div>
  );
}

/** `current`: web looks now, so that what it found last still holds. */
function FindingsCard({ current, withKey }: { current: boolean; withKey: boolean }) {
  const findings = useFeed((state) => state.findings);
  const hint = current
    ? "Found by looking at Redis, the bots and the doors every two seconds."
    : "Nobody looks now: this is what was found last.";
  return (
    <Card title="What is wrong" hint={hint}>
      {findings === undefined && <p className="text-muted text-sm">Asking web what it has found.</p>}
      {findings?.length === 0 && <NothingWrong current={current} withKey={withKey} />}
      {findings !== undefined && findings.length > 0 && (
        <ul className="flex flex-col divide-y divide-line">
          {sortedFindings(findings).map((finding, index) => {
            // The words hold figures that change while somebody reads, or presses Copy.
            const key = `${finding.code} ${index}`;
            return <FindingItem key={key} finding={finding} />;
          })}
        </ul>
      )}
    </Card>
  );
}

function NothingWrong({ current, withKey }: { current: boolean; withKey: boolean }) {
  const key = withKey ? ` -H "Authorization: Bearer $API_KEY"` : "";
  return (
    <div className="flex flex-col gap-4 text-sm">
      <p className={`flex items-center gap-2 font-medium ${current ? "text-ok-ink" : "text-muted"}`}>
        <StatusDot mood={current ? "ok" : "unknown"} />
        {current ? "Nothing is wrong." : "Nothing was wrong then."}
      </p>
      <div className="text-muted">
        <p className="mb-2">A script can ask for the same list:</p>
        <CommandLine
          command={`curl ${location.origin}/findings${key}`}
          what="the command that asks for findings"
        />
      </div>
    </div>
  );
}

function FindingItem({ finding }: { finding: Finding }) {
  const { code, severity, words, sinceMs, remedy, command } = finding;
  return (
    <li className="flex flex-col gap-2 py-4 text-sm first:pt-0 last:pb-0" data-severity={severity}>
      <p className="flex flex-wrap items-center gap-x-1.5 text-muted text-xs">
        <StatusDot mood={SEVERITY_MOODS[severity]} />
        {SEVERITY_WORDS[severity]}
        {sinceMs !== undefined && (
          <span>
            · since <Ago ms={sinceMs} />
          </span>
        )}
        <code className="ml-auto font-mono">{code}</code>
      </p>
      <p className="break-words font-medium">
        <Marked text={words} />
      </p>
      {remedy !== undefined && (
        <p className="break-words border-line-strong border-l-2 pl-3">
          <Marked text={remedy} />
        </p>
      )}
      {command !== undefined && <CommandLine command={command} what="the command that mends it" />}
    </li>
  );
}
