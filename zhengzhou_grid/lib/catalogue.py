"""The translation catalogue, handled in Python alone: a bare machine has no gettext programs."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

# function name → which of its arguments are texts; "c" marks the context
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SOURCES = ("zhengzhou_grid", "grids", "residents", "cases", "templates")
# headers with dates and names that would change with every run
LEFT_OUT = (b'"Project-Id', b'"Report-', b'"POT-', b'"PO-', b'"Last-', b'"Language-Team', b'"Generated-')
NAMED = re.compile(r"%\(\w+\)")


def extract(base: Path) -> Catalog:
    """Return a catalogue of every text in the project's Python files and templates."""
    found = Catalog(locale="zh_Hans", project="zhengzhou-grid", charset="utf-8", fuzzy=False)
    for source in SOURCES:
        for path in sorted((base / source).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and path.is_file():
                for context, ids, comments in texts(path):
                    found.add(ids, context=context, auto_comments=comments)
    return found


def texts(path: Path) -> Iterator[tuple]:
    """Yield (context, id or (id, plural), comments) for each text of a file."""
    code = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        code = unindented(templatize(code, origin=str(path)))
    for _line, function, arguments, comments in extract_python(
        io.BytesIO(code.encode()), KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
    ):
        arguments = arguments if isinstance(arguments, tuple) else (arguments,)
        context = None
        if function.removesuffix("_lazy") in ("pgettext", "npgettext"):
            context, *arguments = arguments
        wanted = 2 if "ngettext" in function or "npgettext" in function else 1
        arguments = tuple(arguments[:wanted])
        if arguments and all(isinstance(text, str) and text for text in arguments):
            yield context, arguments if wanted == 2 else arguments[0], comments


def unindented(code: str) -> str:
    """Return what templatize made without the template's indents, which Python's tokenizer would take for its own."""
    return "\n".join(line.lstrip() for line in code.splitlines())


def read(path: Path) -> Catalog:
    """Return the catalogue in a PO file; an empty one where there is no file yet."""
    if not path.exists():
        return Catalog(locale="zh_Hans", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def update(known: Catalog, found: Catalog) -> None:
    """Bring a catalogue to the texts found; translations stay, what is gone becomes obsolete, nothing is guessed."""
    known.update(found, no_fuzzy_matching=True)


def merge(known: Catalog, other: Catalog) -> int:
    """Take over translations from another catalogue for texts known here; return how many were new or changed."""
    taken = 0
    for message in other:
        mine = known.get(message.id, message.context) if message.id else None
        if mine is not None and translated(message) and mine.string != message.string:
            mine.string = message.string if mine.pluralizable == message.pluralizable else as_plural(mine, message)
            mine.flags.discard("fuzzy")
            taken += 1
    return taken


def as_plural(mine, message):
    """Chinese has one form: let a plain translation serve a counted text, and the other way round."""
    text = message.string[0] if message.pluralizable else message.string
    return (text,) if mine.pluralizable else text


def translated(message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return bool(strings) and all(strings)


def faults(known: Catalog) -> Iterator[str]:
    """Yield what is wrong with a catalogue: untranslated, fuzzy, obsolete texts and lost placeholders."""
    for message in known:
        if not message.id:
            continue
        text = message.id[0] if message.pluralizable else message.id
        if not translated(message):
            yield f"not translated: {text!r}"
        elif message.fuzzy:
            yield f"fuzzy: {text!r}"
        else:
            ids = message.id if message.pluralizable else (message.id,)
            allowed = {name for one in ids for name in NAMED.findall(one)}
            strings = message.string if message.pluralizable else (message.string,)
            for string in strings:
                if not set(NAMED.findall(string)) <= allowed:
                    yield f"unknown placeholder in the translation of {text!r}"
    for message in known.obsolete.values():
        yield f"obsolete: {message.id!r}"


def write(path: Path, known: Catalog) -> None:
    """Write a PO file, sorted and without line numbers or dates, so that its history shows texts only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    known.header_comment = "# Simplified Chinese. Kept by `make messages`."
    text = io.BytesIO()
    write_po(text, known, width=120, sort_output=True, no_location=True)
    path.write_bytes(b"".join(line for line in text.getvalue().splitlines(True) if not line.startswith(LEFT_OUT)))


def compile_to(path: Path, known: Catalog) -> None:
    """Write the MO file that Django reads."""
    with path.open("wb") as file:
        write_mo(file, known)


def compile_changed(locale: Path) -> None:
    """Compile the PO files under a locale folder that are newer than their MO files."""
    for po in Path(locale).glob("*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            compile_to(mo, read(po))
