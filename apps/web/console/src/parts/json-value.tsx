import { type ReactNode, useState } from "react";

/** So many members of one object or list are shown; a payload may have thousands. */
const MOST = 100;

type Props = {
  value: unknown;
  /** So many levels are open at first. */
  openTo?: number;
  /** Of the member that it is the value of. */
  name?: string;
};

/** A JSON value to read: objects and lists open and close. */
export function JsonValue({ value, openTo = 2, name }: Props) {
  // Names and texts are a stranger's: isolated, their directions cannot put what stands beside them in another order.
  const label = name !== undefined && (
    <>
      <bdi>{name}</bdi>:{" "}
    </>
  );
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) {
    return (
      <p className="whitespace-pre-wrap break-words">
        <span className="text-muted">{label}</span>
        <Scalar value={value} />
      </p>
    );
  }
  return <Members label={label} value={value} openTo={openTo} />;
}

function Members({ label, value, openTo }: { label: ReactNode; value: object; openTo: number }) {
  const [open, setOpen] = useState(openTo > 0);
  const members = Object.entries(value);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit cursor-pointer text-muted">
        {label}
        {countWords(members.length, Array.isArray(value))}
      </summary>
      {/* What is closed is not built: most payloads are never opened. */}
      {open && (
        <ul className="ml-1 border-line border-l pl-3">
          {members.slice(0, MOST).map(([name, member]) => (
            <li key={name}>
              <JsonValue name={name} value={member} openTo={openTo - 1} />
            </li>
          ))}
          {members.length > MOST && <li className="text-muted">and {members.length - MOST} more</li>}
        </ul>
      )}
    </details>
  );
}

/** What has no members. */
function Scalar({ value }: { value: unknown }) {
  if (typeof value === "string")
    return (
      <span className="text-ok-ink">
        "<bdi>{value}</bdi>"
      </span>
    );
  const look = typeof value === "object" ? "text-muted" : "text-accent";
  return <span className={look}>{JSON.stringify(value)}</span>;
}

function countWords(count: number, isList: boolean): string {
  if (isList) return count === 1 ? "[1 item]" : `[${count} items]`;
  return count === 1 ? "{1 field}" : `{${count} fields}`;
}
