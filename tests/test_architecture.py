"""The picture in docs/architecture.md, read from the imports: layers point down, apps point left, doors stand alone."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parent.parent
FOUNDATION = ["zhengzhou_grid.lib", "zhengzhou_grid.templatetags"]
APPS = ["grids", "residents", "cases", "zhengzhou_grid"]  # each may import what stands left of it, and the foundation
MOST_LINES = 350

RULES = [
    "cases.workflow",
    "cases.routing",
    "cases.deadlines",
    "cases.ladder",
    "cases.reckoning",
    "residents.detecting",
    "residents.privacy",
]
LAYERS = [  # top to bottom; a module may import its own layer and those below
    ("doors", ["cases.intake", "cases.desk", "cases.meetings_room", "cases.dashboards", "cases.square", "cases.api",
               "cases.open311", "cases.tasks", "grids.views", "grids.tasks", "grids.admin", "residents.views",
               "residents.tasks", "residents.admin"]),
    ("verbs", ["cases.lifecycle", "cases.escalation", "cases.cohandling_due", "cases.handovers", "cases.leaves",
               "cases.meetings", "cases.supervision", "cases.whistles", "cases.grounds", "cases.agendas",
               "cases.reactions", "cases.sheets", "cases.sums", "cases.sweeps", "cases.outbox", "grids.tree",
               "grids.roster", "grids.portraits", "grids.public_objects",
               "residents.register", "residents.phone_codes", "residents.blocking", "residents.service",
               "cases.by_phone", "cases.co_signers"]),
    ("permissions", ["cases.permissions", "cases.notice_permissions", "grids.permissions", "grids.scope",
                     "residents.permissions"]),
    ("nouns", ["cases.models", "grids.models", "residents.models"]),
    ("rules", RULES),
]  # fmt: skip
DOORS = LAYERS[0][1]
PAPERS = ["cases.papers"]
NOT_FOR_RULES = ("django.db", "django.http", "django.shortcuts", "django.utils.timezone", "django.core.cache")


def sources() -> list[Path]:
    folders = ("zhengzhou_grid", "grids", "residents", "cases")
    paths = (path for folder in folders for path in sorted((BASE / folder).rglob("*.py")))
    return [path for path in paths if "migrations" not in path.parts]


def module(path: Path) -> str:
    return ".".join(path.relative_to(BASE).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """Return the modules a file imports; of `from a import b` both a and a.b, for b may be a module."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def belongs(name: str, group: list[str]) -> str | None:
    """Return the entry of a list of modules that holds a module."""
    return next((one for one in group if name == one or name.startswith(one + ".")), None)


def layer(name: str) -> int | None:
    return next((number for number, (_, group) in enumerate(LAYERS) if belongs(name, group)), None)


def offences(check) -> list[str]:
    """Return "importer → imported" for every import in the project that a check objects to."""
    return sorted(
        {f"{module(path)} → {name}" for path in sources() for name in imports(path) if check(module(path), name)}
    )


def test_it_reads_the_whole_project():
    names = {module(path) for path in sources()}

    assert {"grids.tree", "cases.workflow", "cases.models.case", "zhengzhou_grid.settings"} <= names


def test_it_imports_apps_to_the_left_only():
    def place(name):
        if belongs(name, FOUNDATION):
            return 0
        app = belongs(name, APPS)
        return None if app is None else APPS.index(app) + 1

    def points_right(importer, name):
        return place(name) is not None and place(name) > place(importer)

    assert offences(points_right) == []


def test_it_imports_layers_downwards_only():
    def points_up(importer, name):
        mine, theirs = layer(importer), layer(name)
        return mine is not None and theirs is not None and theirs < mine

    assert offences(points_up) == []


def test_a_door_never_imports_another_door():
    def crosses(importer, name):
        mine, theirs = belongs(importer, DOORS), belongs(name, DOORS)
        return mine is not None and theirs is not None and mine != theirs

    assert offences(crosses) == []


def test_the_core_never_imports_a_door():
    def reaches_out(importer, name):
        inside = importer.startswith(("grids.", "residents.", "cases.")) and not belongs(importer, DOORS)
        return inside and not importer.endswith(".urls") and belongs(name, DOORS) is not None

    assert offences(reaches_out) == []


@pytest.mark.parametrize("name", RULES)
def test_rules_know_no_database_no_request_and_no_clock(name):
    path = BASE.joinpath(*name.split(".")).with_suffix(".py")
    path = path if path.exists() else BASE.joinpath(*name.split("."), "__init__.py")
    used = {one for one in imports(path) if one.startswith(NOT_FOR_RULES) or ".models" in one}

    assert used == set()
    assert not re.search(r"\.now\(|\.today\(|\.objects\b", path.read_text(encoding="utf-8"))


def test_papers_are_made_of_plain_data_and_only_doors_print_them():
    def knows_too_much(importer, name):
        rows_or_requests = name.startswith(NOT_FOR_RULES) or ".models" in name or layer(name) in (0, 1, 2, 3)
        return belongs(importer, PAPERS) is not None and rows_or_requests

    def prints(importer, name):
        inside = belongs(importer, PAPERS) or belongs(importer, DOORS)
        return belongs(name, PAPERS) is not None and inside is None

    assert offences(knows_too_much) == []
    assert offences(prints) == []


@pytest.mark.parametrize("path", sources(), ids=module)
def test_a_file_has_one_subject(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", sources(), ids=module)
def test_imports_stand_at_the_top(path):
    inside = [
        node.lineno
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


@pytest.mark.parametrize("path", sources(), ids=module)
def test_nothing_is_sent_for_later(path):
    """An eta or countdown longer than the visibility timeout runs a task many times: deadlines are rows."""
    words = [
        keyword.value.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in ("eta", "countdown")
    ]

    assert words == []


def test_no_file_is_named_for_nothing():
    names = {path.stem for path in sources()}

    assert names & {"utils", "helpers", "common", "misc", "managers"} == set()
