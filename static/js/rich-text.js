import { leftOutSentence } from "./left-out.js";
import { readPasted } from "./pasted-html.js";
import { asToolbar } from "./toolbar.js";

// Screen readers hear the editor's box by the name, hint and error of the text box that it stands in for.
document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const box = editor.view.dom;
  const label = textarea.labels[0];
  if (label) {
    label.id ||= `${textarea.id}_label`;
    box.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", (event) => {
      event.preventDefault();
      editor.view.focus();
    });
  }
  const description = textarea.getAttribute("aria-describedby");
  if (description) box.setAttribute("aria-describedby", description);
  box.setAttribute("aria-multiline", "true");
  // What was left out of all that was pasted into the box is said below it.
  const notice = document.createElement("p");
  notice.className = "app-left-out";
  notice.setAttribute("role", "status");
  const leftOut = new Map();
  const transformPastedHTML = (html) => {
    const read = readPasted(html, leftOut);
    notice.textContent = leftOutSentence(leftOut);
    return read;
  };
  editor.setOptions({ editorProps: { ...editor.options.editorProps, transformPastedHTML } });
  // A page may have several editors, each with the same buttons. The editor puts them in place after this event.
  setTimeout(() => {
    box.closest(".prose-editor")?.after(notice);
    const buttons = box.closest(".prose-editor")?.querySelector(".prose-menubar");
    if (!buttons || !label) return;
    asToolbar(buttons);
    buttons.setAttribute("aria-label", `Formatting: ${label.textContent.trim()}`);
  });
  // The error summary sends the focus to the text box, which is out of sight.
  textarea.focus = () => editor.commands.focus();
});
