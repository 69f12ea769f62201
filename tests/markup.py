"""What is wrong with the HTML of a page, as a browser mends it in silence and a reader's aids may not."""

from __future__ import annotations

import re
from collections import Counter

from tinyhtml5.parser import HTMLParser

HTML = "{http://www.w3.org/1999/xhtml}"
# Attributes that name other elements of the page.
NAMING = ("aria-controls", "aria-describedby", "aria-labelledby", "for", "headers")


def faults_of(html: str) -> list[str]:
    """Errors of nesting, doubled ids, names of elements that are not there, and what a hidden field may not have."""
    parser = HTMLParser()
    root = parser.parse(html)
    faults = [f"{place}: {code} {found}" for place, code, found in parser.errors]
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    ids = Counter(element.get("id") for element in elements if element.get("id") is not None)
    faults += [f"id “{name}” is there {count} times" for name, count in ids.items() if count > 1 or not name.strip()]
    for element in elements:
        tag = element.tag.removeprefix(HTML)
        for attribute in NAMING:
            faults += [
                f"<{tag} {attribute}> names “{name}”, which is not there"
                for name in element.get(attribute, "").split()
                if name not in ids
            ]
        if re.search(r"\.\d{4}", element.get("datetime", "")):
            faults.append(f"a moment of too many digits: {element.get('datetime')}")
        if tag == "input" and element.get("type") == "hidden" and element.get("autocomplete") in {"on", "off"}:
            faults.append(f"autocomplete on the hidden field “{element.get('name')}”")
    return faults


def description_of(html: str) -> str:
    """What a search engine shows below the page's title; empty where the page has none, or two."""
    found = re.findall(r'<meta name="description" content="([^"]*)">', html)
    return found[0] if len(found) == 1 else ""
