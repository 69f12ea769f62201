// The sentence of core/richtext.py on what was left out of a pasted text.
const WORDS = {
  deleted: ["1 passage of deleted text", "{} passages of deleted text"],
  pictures: ["1 picture", "{} pictures"],
  comments: ["1 comment", "{} comments"],
  hidden: ["1 passage of hidden text", "{} passages of hidden text"],
  formulas: ["1 formula", "{} formulas"],
  embedded: ["1 embedded object", "{} embedded objects"],
  addresses: ["1 link that does not lead to a website", "{} links that do not lead to a website"],
  tables: ["the borders of 1 table inside another", "the borders of {} tables inside another"],
};

export function leftOutSentence(counts) {
  const parts = Object.entries(WORDS)
    .filter(([kind]) => counts.get(kind))
    .map(([kind, [one, several]]) => (counts.get(kind) === 1 ? one : several.replace("{}", counts.get(kind))));
  const last = parts.pop();
  if (!last) return "";
  return parts.length ? `We left out ${parts.join(", ")} and ${last}.` : `We left out ${last}.`;
}
