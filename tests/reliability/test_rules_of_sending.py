"""Held by reading the code: who may send, who may set a case's state, and that somebody reads every queue."""

import ast

import pytest

from tests.test_architecture import module, sources, tree
from zhengzhou_grid import schedule, serve
from zhengzhou_grid.celery import app

SENDING = {"delay", "delay_on_commit", "apply_async", "apply_async_on_commit", "send_task"}
MAY_SEND = "cases.outbox"
WRITES_STATES = "cases.lifecycle"
# agenda items and meetings; rows of a sheet; a story told for a bulk load
HAVE_OTHER_STATES = ("cases.meetings", "cases.sheets", "cases.city.telling")


@pytest.fixture(scope="module")
def tasks():
    app.loader.import_default_modules()
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def calls(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def places(found) -> list[str]:
    """Return "module:line" for what a function finds in each file of the project."""
    return sorted(f"{module(path)}:{node.lineno}" for path in sources() for node in found(path))


def test_nothing_is_sent_but_by_the_outbox():
    sent = places(lambda path: [call for call in calls(path) if name_of(call) in SENDING])

    assert [place.split(":")[0] for place in sent] == [MAY_SEND]


def test_the_outbox_sends_on_commit_only():
    def publishing(path):
        return [call for call in calls(path) if name_of(call) == "publish"]

    def on_commit(path):
        later = [call for call in calls(path) if name_of(call) == "on_commit"]
        return [call for outer in later for call in ast.walk(outer) if call in publishing(path)]

    assert places(publishing) == places(on_commit)
    assert len(places(publishing)) == 1


def test_callbacks_on_commit_never_break_the_request():
    def fragile(path):
        later = [call for call in calls(path) if name_of(call) == "on_commit"]
        return [call for call in later if "robust" not in [word.arg for word in call.keywords]]

    assert places(fragile) == []


def test_every_task_says_its_own_name():
    def nameless(path):
        functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]
        decorators = [(node, one) for node in functions for one in node.decorator_list]
        return [
            node
            for node, one in decorators
            if "shared_task" in ast.unparse(one) or ast.unparse(one).endswith(".task")
            if not (isinstance(one, ast.Call) and "name" in [word.arg for word in one.keywords])
        ]

    assert places(nameless) == []


def test_the_worker_of_make_run_reads_the_queue_of_every_task_and_tick(tasks):
    command = serve.programs("127.0.0.1", 0)[1].command
    read = set(command[command.index("--queues") + 1].split(","))
    used = {getattr(task, "queue", None) or schedule.task_default_queue for task in tasks.values()}
    used |= {entry["options"]["queue"] for entry in schedule.beat_schedule.values()}

    assert tasks
    assert used <= read
    assert {queue.name for queue in schedule.task_queues} == read


def test_every_task_ends_well_before_the_broker_takes_it_for_lost(tasks):
    for name, task in tasks.items():
        hard, soft = task.time_limit or schedule.task_time_limit, task.soft_time_limit or schedule.task_soft_time_limit
        assert 0 < soft < hard < schedule.SHARED_TRANSPORT["visibility_timeout"], name


def test_only_the_lifecycle_sets_the_state_of_a_case():
    """Cases are told from other things with a state by the module."""

    def setting(path):
        here = module(path)
        if here.startswith((WRITES_STATES, *HAVE_OTHER_STATES)):
            return []
        found = []
        for node in ast.walk(tree(path)):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            names = [one for target in targets if target is not None for one in ast.walk(target)]
            if any(isinstance(one, ast.Attribute) and one.attr == "state" for one in names):
                found.append(node)
            if isinstance(node, ast.Call) and sets_state(node):
                found.append(node)
        return found

    assert places(setting) == []


def test_meetings_set_no_state_of_a_case():
    for path in sources():
        if module(path).startswith("cases.meetings."):
            sets_only_its_own_states(path)


def sets_only_its_own_states(path):
    targets = [target for node in ast.walk(tree(path)) if isinstance(node, ast.Assign) for target in node.targets]

    owners = {ast.unparse(one.value) for one in targets if isinstance(one, ast.Attribute) and one.attr == "state"}
    assert owners <= {"item", "meeting", "each"}
    assert not [call for call in calls(path) if sets_state(call) and "Case" in ast.unparse(call.func)]


def sets_state(call: ast.Call) -> bool:
    """Tell whether a call writes a column `state`: a query's update, a new row, or setattr by name."""
    if name_of(call) == "setattr":
        return len(call.args) > 1 and getattr(call.args[1], "value", None) == "state"
    writes = name_of(call) in ("update", "create", "get_or_create", "update_or_create", "Case")
    return writes and "state" in [word.arg for word in call.keywords]
