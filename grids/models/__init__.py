"""Who is where, and who answers for what. Other apps import from here only."""

from grids.models.category import Category, GovernanceFunction, Ledger, Urgency
from grids.models.department import Department
from grids.models.grid import Grid
from grids.models.keyword import Keyword
from grids.models.leave import Leave
from grids.models.outline import Outline
from grids.models.post import Post, Role
from grids.models.posting import Posting
from grids.models.public_object import PublicObject
from grids.models.questionnaire import Questionnaire
from grids.models.rule import ResponsibilityRule
from grids.models.user import User

__all__ = [
    "Category",
    "Department",
    "GovernanceFunction",
    "Grid",
    "Keyword",
    "Leave",
    "Ledger",
    "Outline",
    "Post",
    "Posting",
    "PublicObject",
    "Questionnaire",
    "ResponsibilityRule",
    "Role",
    "Urgency",
    "User",
]
