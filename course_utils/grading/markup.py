"""HTML of unknown origin, made safe: nothing in it acts, and making it so takes time in proportion to its length.

A parser that follows HTML's rules for broken markup can be made to work for hours, and to fill the memory, by a few
kilobytes. So tags are first brought into order by a simple one (:func:`tame`): known names and attributes, properly
nested, not deep, not many. What remains is read by bleach, which knows the web's rules.
"""

from __future__ import annotations

import html
import itertools
import re

import bleach
import jinja2
from bleach.css_sanitizer import CSSSanitizer
from nbconvert.filters import Highlight2HTML
from nbconvert.filters import markdown2html as stock_markdown2html

TAGS = frozenset(
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr i img ins kbd li ol p pre s samp small span strong sub summary sup table tbody td tfoot th thead tr tt ul "
    "var".split()
)
WITHOUT_END = frozenset(("br", "col", "hr", "img"))
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
EVERYWHERE = {"class", "title", "style", "role", "aria-label", "lang"}  # no id: formgrader's scores are found by it
STYLES = CSSSanitizer(allowed_css_properties=["text-align", "color", "background-color", "font-weight", "width"])
# Classes of highlighted code and of tables; others would dress a student's text up as a part of formgrader.
CLASSES = re.compile(r"(highlight|hll|anchor-link|dataframe|[a-z]{1,2}\d?)( (highlight|dataframe|[a-z]{1,2}\d?))*")
LINKS = re.compile(r"(https?://|mailto:|#)[^\s\x00-\x20]*", re.I)  # a file beside the notebook may be a student's page
PICTURES = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/=\s]*|(?!/|.*\.\.)[\w./-]+")  # none from afar
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[\s/][^<>]*)?)>")
ATTRIBUTE = re.compile(r"""(?<![^\s/"'])([a-zA-Z-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'=`]+)""")
MAX_TAGS, MAX_DEPTH, MAX_STYLE = 5_000, 50, 200  # pandas writes 2 700 tags at most
# Characters; longer text is shown as it was typed.
MAX_MARKDOWN, MAX_CODE, MAX_LINE = 20_000, 30_000, 400


def clean_html(text: str) -> str:
    """HTML with nothing in it that acts: no script, no form, no style sheet, no picture from elsewhere."""
    return bleach.clean(
        tame(text),
        tags=TAGS,
        attributes=allowed,
        protocols=["http", "https", "mailto", "data"],
        css_sanitizer=STYLES,
        strip=False,
    )


def allowed(tag: str, name: str, value: str) -> bool:
    """Whether a tag may have this attribute with this value."""
    if name == "href":
        return tag == "a" and LINKS.fullmatch(value) is not None
    if name == "src":
        return tag == "img" and PICTURES.fullmatch(value) is not None
    if name == "class":
        return CLASSES.fullmatch(value) is not None
    return name in EVERYWHERE or name in ATTRIBUTES.get(tag, ())


def tame(text: str) -> str:
    """The same HTML with every tag closed in its place; what is no known tag becomes text, comments go."""
    first, *others = text.split("<!--")
    text = first + "".join(part.partition("-->")[2] for part in others)
    if too_many := next(itertools.islice(re.finditer("[<&]", text), MAX_TAGS, None), None):
        text = text[: too_many.start()] + " … the rest is not shown."
    kept, still_open, position = [], [], 0
    for tag in TAG.finditer(text):
        end, name = tag[1], tag[2].lower()
        if name not in TAGS:
            continue
        kept.append(text[position : tag.start()].replace("<", "&lt;"))
        position = tag.end()
        if end and name in still_open:
            while (inner := still_open.pop()) != name:
                kept.append(f"</{inner}>")
            kept.append(f"</{name}>")
        elif not end and (name in WITHOUT_END or len(still_open) < MAX_DEPTH):
            kept.append(f"<{name}{attributes(name, tag[3])}>")
            still_open += [name] if name not in WITHOUT_END else []
    kept.append(text[position:].replace("<", "&lt;"))
    return "".join(kept) + "".join(f"</{name}>" for name in reversed(still_open))


def attributes(tag: str, text: str) -> str:
    """Of a tag's attributes those that it may have, each once."""
    found = {}
    for name, value in ATTRIBUTE.findall(text):
        name, value = name.lower(), value.strip("\"'")
        if name == "style" and (len(value) > MAX_STYLE or "(" in value):
            continue
        if allowed(tag, name, html.unescape(value)):
            found.setdefault(name, value.replace('"', "&quot;"))
    return "".join(f' {name}="{value}"' for name, value in found.items())


@jinja2.pass_context
def markdown2html(context: jinja2.runtime.Context, source: str) -> str:
    """Markdown as nbconvert renders it, cleaned: stands in for its filter of this name."""
    try:
        if len(source) <= MAX_MARKDOWN:
            return clean_html(stock_markdown2html(source))
    except (RecursionError, ValueError):
        pass  # shown as it was typed
    return f"<pre>{html.escape(source)}</pre>"


def highlight_code(source: str, language: str | None = None, metadata: dict | None = None) -> str:
    """Code in colours, as nbconvert's filter of this name; very long code and very long lines without them."""
    if len(source) <= MAX_CODE and max(map(len, source.splitlines()), default=0) <= MAX_LINE:
        return Highlight2HTML(pygments_lexer="ipython3")(source)
    return f'<div class="highlight"><pre>{html.escape(source)}</pre></div>'
