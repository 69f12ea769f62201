// Word's lists are paragraphs with a level and a bullet or number in front: core/word_lists.py in the browser.

const OUTLINE = /^\(?\d{1,3}(?:\.\d{1,3})+[.)]*$/;
const NUMBERED = /^\(?(\d{1,3})[.)]+$/;
const ROMAN = /^\(?([ivx]{1,5})[.)]+$/i;
const LETTERED = /^\(?([a-z])[.)]+$/i;
const VALUES = { i: 1, v: 5, x: 10 };

// What a bullet or number means: null where it is no list's, and stays as text.
function markOf(label) {
  if (OUTLINE.test(label)) return null;
  const number = NUMBERED.exec(label);
  if (number) return { name: "ol", start: Number(number[1]), type: "" };
  const roman = ROMAN.exec(label)?.[1];
  if (roman && !/^[vx]$/i.test(roman)) return { name: "ol", start: romanValue(roman), type: roman < "a" ? "I" : "i" };
  const letter = LETTERED.exec(label)?.[1];
  if (letter) return { name: "ol", start: letter.toLowerCase().charCodeAt(0) - 96, type: letter < "a" ? "A" : "a" };
  return label.length > 1 && /[\p{L}\p{N}]/u.test(label) ? null : { name: "ul" };
}

function romanValue(roman) {
  const values = [...roman.toLowerCase()].map((letter) => VALUES[letter]);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}

function levelOf(styles) {
  return Number(/level(\d)/.exec(styles["mso-list"] ?? "")?.[1] ?? 1);
}

// Neighbouring paragraphs that carry marks become lists, each level a list in the item above it.
export function withLists(body, stylesOf) {
  const marked = new Map();
  for (const label of body.querySelectorAll("[data-style*='mso-list:ignore' i]")) {
    const paragraph = label.parentElement?.closest("p,h3,h4,div,li");
    const text = label.textContent.replaceAll("\u00a0", " ").trim();
    label.remove();
    if (!paragraph || !text || paragraph.closest("li")) continue;
    const mark = markOf(text);
    if (mark && paragraph.localName === "p") marked.set(paragraph, { ...mark, level: levelOf(stylesOf(paragraph)) });
    else if (!mark || mark.name === "ol") paragraph.prepend(`${text.replace(/^[·•▪●◦‣]\s*/u, "")} `);
  }
  let opened = [];
  let last = null;
  for (const [paragraph, mark] of marked) {
    if (last !== before(paragraph)) opened = [];
    while (opened.length && opened.at(-1).level > mark.level) opened.pop();
    if (opened.length && opened.at(-1).level === mark.level && !goesOn(opened.at(-1).list, mark)) opened.pop();
    if (!opened.length || opened.at(-1).level < mark.level) {
      const list = body.ownerDocument.createElement(mark.name);
      if (mark.start > 1) list.start = mark.start;
      if (mark.type) list.type = mark.type;
      if (opened.length) opened.at(-1).list.lastElementChild.append(list);
      else paragraph.before(list);
      opened.push({ level: mark.level, list });
    }
    const item = body.ownerDocument.createElement("li");
    item.append(...paragraph.childNodes);
    opened.at(-1).list.append(item);
    last = opened[0].list;
    paragraph.remove();
  }
}

// The element in front of it, if no text stands between.
function before(element) {
  let node = element.previousSibling;
  while (node?.nodeType === Node.TEXT_NODE && !node.data.trim()) node = node.previousSibling;
  return node;
}

// “v.” may be the fifth of Roman numbers or the 22nd letter: the list that it stands in decides.
function goesOn(list, mark) {
  if (list.localName !== mark.name) return false;
  if (mark.name === "ul") return true;
  const next = list.start + list.children.length;
  if (list.type.toLowerCase() === "a" && mark.type.toLowerCase() === "i") return next === 9 && mark.start === 1;
  if (list.type.toLowerCase() === "i" && mark.type.toLowerCase() === "a") {
    return { 5: 22, 10: 24 }[next] === mark.start;
  }
  return list.type === mark.type && next === mark.start;
}
