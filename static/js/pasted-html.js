// What Word, LibreOffice, Google Docs and web pages paste becomes what the editor can hold: core/pasted_html.py in the
// browser. What was deleted in the document, pictures and comments are left out and counted. The server cleans once
// more; a browser test holds that both read each of the test's documents alike.
import { withLists } from "./pasted-lists.js";

const NO_TEXT = "script,style,title,xml,template,meta,link";
const PICTURES = new Set(["img", "svg", "canvas", "picture", "v:imagedata", "v:shape"]);
const EMBEDDED = new Set(["iframe", "object", "embed", "video", "audio", "applet"]);
const FORMULAS = new Set(["math", "m:omath"]);
const DELETED = new Set(["del", "s", "strike"]);
const COMMENTS = [".MsoCommentReference", ".msocomanchor", ".MsoCommentText", ".msocomoff", ".comment-marker"].join();
const BLOCKS = "p,div,h1,h2,h3,h4,h5,h6,li,td,th,blockquote,body";
const BOLD = /^(?:bold|bolder|[6-9]00)$/;
const PLAIN = /^(?:normal|lighter|[3-5]00)$/;
const ADDRESS = /^(?:https?|mailto):/i;
const FIGURES = {
  sup: ["0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ"],
  sub: ["0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"],
};
const LIST_TYPES = { "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A", "lower-roman": "i", "upper-roman": "I" };
// Stand where text was deleted: by itself, and with the space that parted it from a word.
const GONE = "\ue000";
const GONE_WITH_SPACE = "\ue001";

// Pasted HTML without what the editor can't hold; `leftOut` counts what was left out, by its kind.
export function readPasted(html, leftOut) {
  const count = (kind) => leftOut.set(kind, (leftOut.get(kind) ?? 0) + 1);
  const page = new DOMParser().parseFromString(withQuietStyles(html), "text/html");
  const { body } = page;
  for (const one of page.querySelectorAll(NO_TEXT)) one.remove();
  markBullets(page);
  for (const element of body.querySelectorAll("*")) {
    if (body.contains(element)) readElement(element, stylesOf(element), count);
  }
  closeGaps(page, count);
  setHeadings(page);
  withLists(body, stylesOf);
  for (const table of [...body.querySelectorAll("table")].reverse()) setTable(table, count);
  for (const paragraph of body.querySelectorAll("p,h3,h4")) {
    if (!paragraph.textContent.trim() && !paragraph.querySelector("br") && !paragraph.closest("td,th")) paragraph.remove();
  }
  for (const element of body.querySelectorAll("[data-style]")) element.removeAttribute("data-style");
  return body.innerHTML;
}

// Our policy refuses styles and scripts one by one and loudly, even in a document that nobody sees: the attributes get
// another name, and style sheets go.
function withQuietStyles(html) {
  const written = [];
  let at = 0;
  for (let open = html.indexOf("<"); open >= 0; open = html.indexOf("<", at)) {
    written.push(html.slice(at, open));
    if (html.startsWith("<!--", open)) {
      at = after(html, /-->/g, open);
      written.push(html.slice(open, at));
    } else if (/^<style[\s>]/i.test(html.slice(open, open + 7))) {
      at = after(html, /<\/style>/gi, open);
    } else {
      at = readTag(html, open, written);
    }
  }
  return written.join("") + html.slice(at);
}

function after(html, mark, from) {
  mark.lastIndex = from;
  return mark.test(html) ? mark.lastIndex : html.length;
}

// Writes the tag that begins there, and returns where it ends.
function readTag(html, open, written) {
  const isRefused = /\s(?:style|on[a-z]+)\s*=/iy;
  let quote = "";
  let from = open;
  let at = open + 1;
  if (!/[a-z]/i.test(html[at] ?? "")) {
    written.push("<");
    return at;
  }
  for (; at < html.length && (quote || html[at] !== ">"); at += 1) {
    const letter = html[at];
    if (quote) {
      if (letter === quote) quote = "";
    } else if ((letter === '"' || letter === "'") && html[at - 1] === "=") {
      quote = letter;
    } else if (/\s/.test(letter)) {
      isRefused.lastIndex = at;
      if (isRefused.test(html)) {
        written.push(html.slice(from, at), " data-");
        from = at + 1;
      }
    }
  }
  written.push(html.slice(from, at));
  return at;
}

function stylesOf(element) {
  const parts = (element.dataset?.style ?? "").toLowerCase().split(";");
  return Object.fromEntries(parts.map((part) => part.split(":").map((word) => word.trim())));
}

// Word puts bullets and numbers between two comments that say so.
function markBullets(page) {
  const comments = [];
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_COMMENT);
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) {
    if (comment.data.includes("!supportLists")) {
      const mark = page.createElement("span");
      mark.dataset.style = "mso-list:ignore";
      let next = comment.nextSibling;
      while (next && !(next.nodeType === Node.COMMENT_NODE && next.data.includes("endif"))) {
        mark.append(next);
        next = comment.nextSibling;
      }
      comment.after(mark);
    }
    comment.remove();
  }
}

function readElement(element, styles, count) {
  const name = element.localName;
  const decoration = `${styles["text-decoration"]} ${styles["text-decoration-line"]}`;
  const isGone = DELETED.has(name) || decoration.includes("line-through") || element.matches(".msoDel, .msodel");
  const isMark = element.closest("[data-style*='mso-list:ignore' i]");
  if (isGone) {
    const text = element.textContent;
    const isApart = /^[\s\u00a0]|[\s\u00a0]$/.test(text);
    element.replaceWith(text.trim() ? (isApart ? GONE_WITH_SPACE : GONE) : "");
  } else if (PICTURES.has(name) || EMBEDDED.has(name) || FORMULAS.has(name)) {
    if (!isMark) count(PICTURES.has(name) ? "pictures" : EMBEDDED.has(name) ? "embedded" : "formulas");
    element.replaceWith(isMark ? "·" : "");
  } else if (element.matches(COMMENTS) || styles["mso-element"]?.startsWith("comment")) {
    if (element.matches(".MsoCommentReference")) count("comments");
    element.remove();
  } else if (styles.display === "none" || styles["mso-hide"] === "all" || element.hidden) {
    if (element.textContent.trim()) count("hidden");
    element.remove();
  } else {
    setFormat(element, styles, count);
  }
}

function setFormat(element, styles, count) {
  const name = element.localName;
  const weight = styles["font-weight"] ?? "";
  const script = { super: "sup", sub: "sub" }[styles["vertical-align"]] ?? name;
  if ("mso-tab-count" in styles || "mso-spacerun" in styles) element.textContent = " ";
  if (script in FIGURES) {
    const [plain, raised] = FIGURES[script];
    const letters = [...element.textContent];
    if (letters.every((letter) => plain.includes(letter) || !letter.trim())) {
      element.textContent = letters.map((letter) => [...raised][[...plain].indexOf(letter)] ?? letter).join("");
    }
  }
  if (["b", "strong"].includes(name)) {
    // Google Docs wraps all it copies in a bold that is not bold.
    if (PLAIN.test(weight) || element.id.startsWith("docs-internal-guid")) element.replaceWith(...element.childNodes);
  } else if (BOLD.test(weight) && !/^h[1-6]$/.test(name)) {
    wrapContents(element, "strong");
  }
  if (/^(?:italic|oblique)$/.test(styles["font-style"])) wrapContents(element, "em");
  if (name === "a" && !ADDRESS.test(element.getAttribute("href")?.trim() ?? "")) {
    const address = element.getAttribute("href")?.trim();
    if (address && !address.startsWith("#")) count("addresses");
    element.replaceWith(...element.childNodes);
  }
  const type = LIST_TYPES[styles["list-style-type"]];
  const list = name === "li" ? element.parentElement : element;
  if (type && list?.localName === "ol" && !list.type) list.type = type;
}

function wrapContents(element, name) {
  const inner = element.ownerDocument.createElement(name);
  inner.append(...element.childNodes);
  element.append(inner);
}

// Where words were taken out: no space before a full stop or after a bracket, and one between two words.
function closeGaps(page, count) {
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  let last = null;
  let gone = "";
  for (const node of texts) {
    if (node.data === GONE || node.data === GONE_WITH_SPACE) {
      if (!gone || (last && block(last) !== block(node))) count("deleted");
      gone = node.data === GONE && gone !== GONE_WITH_SPACE ? GONE : GONE_WITH_SPACE;
      if (last && block(last) !== block(node)) last = null;
      node.remove();
      continue;
    }
    if (!node.data) continue;
    if (node.data.trim()) {
      if (gone && last && block(last) === block(node)) join(last, node, gone);
      gone = "";
    }
    last = node;
  }
}

function block(node) {
  return node.parentElement?.closest(BLOCKS);
}

function join(last, node, gone) {
  if (/^[.,;:!?)\]”’]/.test(node.data) && / $/.test(last.data)) {
    last.data = last.data.trimEnd();
  } else if (/[([“‘]$/.test(last.data)) {
    node.data = node.data.trimStart();
  } else if (gone === GONE_WITH_SPACE && /[\p{L}\p{N}]$/u.test(last.data) && /^[\p{L}\p{N}]/u.test(node.data)) {
    node.data = ` ${node.data}`;
  }
}

// Headings of six levels become our two: the highest that is used, and all that are below it.
function setHeadings(page) {
  const headings = [...page.body.querySelectorAll("h1,h2,h3,h4,h5,h6")];
  const highest = Math.min(3, ...headings.map((heading) => Number(heading.localName[1])));
  for (const heading of headings) {
    const inner = heading.closest("li,td,th");
    const name = inner ? "p" : Number(heading.localName[1]) === highest ? "h3" : "h4";
    const renamed = page.createElement(name);
    renamed.append(...heading.childNodes);
    if (heading.dataset.style) renamed.dataset.style = heading.dataset.style;
    if (inner) wrapContents(renamed, "strong");
    heading.replaceWith(renamed);
  }
}

// A table without headers gets them; one with a single cell, or within another, becomes paragraphs.
function setTable(table, count) {
  const isInner = table.parentElement.closest("table") !== null;
  const cells = [...table.querySelectorAll("td,th")];
  if (isInner || cells.length === 1) {
    if (isInner && cells.length > 1) count("tables");
    table.replaceWith(...cells.map(asParagraph));
    return;
  }
  const rows = [...table.rows].filter((row) => row.textContent.trim());
  for (const row of table.rows) if (!rows.includes(row) && !table.querySelector("[rowspan]")) row.remove();
  if (rows.length > 1 && !table.querySelector("th")) {
    const isBold = (cell) => isAllBold(cell);
    const first = [...rows[0].cells];
    const isLabelled = !first.every(isBold) && rows.every((row) => row.cells[0] && isBold(row.cells[0]));
    for (const cell of isLabelled ? rows.map((row) => row.cells[0]) : first) asHeader(cell);
  }
  for (const bold of table.querySelectorAll("th strong, th b")) bold.replaceWith(...bold.childNodes);
}

function isAllBold(cell) {
  if (!cell.textContent.trim()) return false;
  const walker = cell.ownerDocument.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (walker.currentNode.data.trim() && !walker.currentNode.parentElement.closest("strong,b")) return false;
  }
  return true;
}

function asHeader(cell) {
  const header = cell.ownerDocument.createElement("th");
  for (const name of ["colspan", "rowspan"]) if (cell.hasAttribute(name)) header.setAttribute(name, cell.getAttribute(name));
  header.append(...cell.childNodes);
  cell.replaceWith(header);
}

function asParagraph(cell) {
  const part = cell.ownerDocument.createElement("div");
  part.append(...cell.childNodes);
  return part;
}
