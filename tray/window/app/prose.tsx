/** A sentence in which commands stand between backticks. The program's name is never broken in two. */
export function Prose({ text }: { text: string }) {
  return (
    <>
      {text
        .split("`")
        .flatMap((part, i) =>
          i % 2 === 1
            ? [<code key={part}>{part}</code>]
            : part.split(/(amt-agent)/).map((word, j) => (j % 2 === 1 ? <span class="whole">{word}</span> : word)),
        )}
    </>
  );
}
