import type { Problem } from "../api/problem.ts";

type Props = { problem: Problem; children?: string };

/** A refusal in words: what, why, which fields, and the code to search for. `children` says what follows from it. */
export function ProblemWords({ problem, children }: Props) {
  return (
    <div className="rounded-lg border border-fail/30 bg-fail-soft px-3.5 py-3 text-sm">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3 font-medium text-fail-ink">
        {problem.title}
        <code className="font-mono font-normal text-xs">{problem.code}</code>
      </p>
      <p className="mt-1 break-words">{problem.detail}</p>
      {problem.errors.length > 0 && (
        <ul className="mt-1.5 list-disc pl-5">
          {problem.errors.map(({ path, message }) => (
            <li key={`${path} ${message}`} className="break-words">
              {path !== "" && <code className="font-mono text-xs">{path}</code>} {message}
            </li>
          ))}
        </ul>
      )}
      {children !== undefined && <p className="mt-1.5 text-muted">{children}</p>}
    </div>
  );
}
