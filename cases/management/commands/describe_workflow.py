"""Write docs/workflow.md from the tables in cases/workflow/."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext

from cases import workflow

PATH = Path(settings.BASE_DIR) / "docs" / "workflow.md"
HEAD = """# The workflow

Written by `manage.py describe_workflow` from `cases/workflow/`; a test compares the two. The machine follows the
seven steps of the Zhengzhou platform: 采集、上报、交办、办理、反馈、办结、评价.

"""


class Command(BaseCommand):
    help = "Write docs/workflow.md from the tables in cases/workflow/."

    def handle(self, *args, **options):
        PATH.write_text(HEAD + picture() + states() + actions(), encoding="utf-8")
        self.stdout.write(str(PATH))


def picture() -> str:
    """Return the machine as a Mermaid state diagram."""
    edges = sorted(
        {
            f"    {source} --> {action.target}: {name}"
            for name, action in workflow.ACTIONS.items()
            if action.target
            for source in action.sources
        }
    )
    return "```mermaid\nstateDiagram-v2\n" + "\n".join(edges) + "\n```\n\n"


def states() -> str:
    """Return the table of states."""
    lines = ["## States", "", "| state | zh | en | step | clock of the lamp |", "| --- | --- | --- | --- | --- |"]
    for state, look in workflow.STATES.items():
        clock = look.clock.value if look.clock else "–"
        lines.append(f"| `{state}` | {in_chinese(look.label)} | {look.label} | {look.step.value} | {clock} |")
    return "\n".join(lines) + "\n\n"


def actions() -> str:
    """Return the table of actions."""
    lines = ["## Actions", "", "| action | from | to | zh | who | needs | event |", "|" + " --- |" * 7]
    for name, action in workflow.ACTIONS.items():
        sources = ", ".join(sorted(action.sources))
        who, needs = ", ".join(sorted(action.by)), ", ".join(action.needs) or "–"
        target = action.target or "stays"
        lines.append(
            f"| `{name}` | {sources} | {target} | {in_chinese(action.label)} | {who} | {needs} | `{action.event}` |"
        )
    return "\n".join(lines) + "\n"


def in_chinese(message: str) -> str:
    with translation.override("zh-hans"):
        return gettext(message)
