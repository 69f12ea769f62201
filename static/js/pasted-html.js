// Word and others paste styles, which our policy refuses one by one and loudly. What they mean in a text of ours is
// bold and italics: these become elements, the rest goes before the editor reads it.

const TAG = /<[a-z][^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>/gi;
const STYLE = /\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi;
// Google Docs wraps all it copies in a bold that is not bold.
const NOT_BOLD = /<b\b[^>]*font-weight:\s*normal[^>]*>/gi;
const BOLD = /<span\b[^>]*font-weight:\s*(?:bold|[6-9]00)[^>]*>([^<]*)<\/span>/gi;
const ITALIC = /<span\b[^>]*font-style:\s*italic[^>]*>([^<]*)<\/span>/gi;

export function withoutStyles(html) {
  return html
    .replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(NOT_BOLD, "<span>")
    .replace(BOLD, "<strong>$1</strong>")
    .replace(ITALIC, "<em>$1</em>")
    .replace(TAG, (tag) => tag.replace(STYLE, ""));
}
