"""A line of grids from a district down, and people to post there."""

from datetime import UTC, datetime

import pytest

from grids import tree
from grids.models import Grid, User


@pytest.fixture
def now():
    return datetime(2026, 11, 23, 7, 28, tzinfo=UTC)


@pytest.fixture
def chain(db) -> list[Grid]:
    """上街区 → 中心路街道 → 盛世社区 → its first grid."""
    grid = tree.plant("410106", name="上街区", name_en="Shangjie District")
    grids = [grid]
    for code, name, name_en in [
        ("410106002", "中心路街道", "Zhongxin Road Street"),
        ("410106002006", "盛世社区", "Shengshi Community"),
        ("410106002006001", "盛世社区第一网格", "Shengshi Community Grid 1"),
    ]:
        grid = tree.add(grid, code=code, name=name, name_en=name_en)
        grids.append(grid)
    return grids


@pytest.fixture
def people(db) -> list[User]:
    """Three members of staff without a post."""
    return [User.objects.create(username=name, name=name) for name in ("周明岚", "吴建军", "郑欣")]
