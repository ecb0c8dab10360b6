/** A sentence in which commands stand between backticks, as in the services' own words. */
export function Marked({ text }: { text: string }) {
  return text.split("`").map((piece, index) => {
    const key = `${index} ${piece}`;
    if (index % 2 === 0) return <span key={key}>{piece}</span>;
    return (
      <code key={key} className="rounded bg-sunken px-1 py-0.5 font-mono text-xs">
        {piece}
      </code>
    );
  });
}
