/** How many single-letter edits (insert, delete, replace, swap of neighbours) lie between two words. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replace, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The valid words that somebody who wrote `word` most likely meant, best first, at most three; none where nothing is near. */
export function nearest(word: string, valid: Iterable<string>): string[] {
  const wanted = word.slice(0, 64).toLowerCase();
  const near = [...valid]
    .map((candidate) => {
      const lower = candidate.toLowerCase();
      const far = distance(wanted, lower);
      // what was written in full inside the right word is nearer than its length says: `interval` for watch.intervalSeconds
      const inside = wanted.length >= 3 && (lower.includes(wanted) || wanted.includes(lower));
      return { candidate, far: inside ? Math.min(1, far) : far };
    })
    .filter(({ candidate, far }) => far <= Math.max(1, Math.floor(0.4 * Math.max(candidate.length, wanted.length))))
    .sort((a, b) => a.far - b.far);
  const best = near[0]?.far ?? 0;
  return near
    .filter(({ far }) => far <= best + 1)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** The end of an error message about an unknown word: `did you mean X?`, or what is valid where nothing is near. */
export function didYouMean(word: string, valid: Iterable<string>): string {
  const all = [...valid];
  const near = nearest(word, all);
  if (near.length > 0) return `did you mean ${near.join(" or ")}?`;
  return all.length === 0 ? "there is nothing to choose from" : `valid: ${all.join(", ")}`;
}
