"""The small world of most tests: built once by the real verbs, then its rows are laid down again for each test.

Building asks the database 175 questions; three thousand tests begin with it.
"""

import pickle
from datetime import datetime, timedelta
from types import SimpleNamespace

from django.contrib.admin.models import LogEntry

from grids import roster, tree
from grids.models import Category, Department, Post, ResponsibilityRule, Role, User
from tests import rows
from zhengzhou_grid.lib import snapshot

_kept: dict[datetime, tuple[rows.Rows, bytes]] = {}


def world(now: datetime) -> SimpleNamespace:
    """Return 上街区 with one line of grids, its departments and categories, and the cast by name."""
    if now not in _kept:
        with rows.recorded() as new:
            made = _build(now)
            LogEntry.objects.all().delete()  # they name content types, whose ids are new after each flush
        _kept[now] = new, pickle.dumps(made)
        return made
    new, made = _kept[now]
    rows.lay_down(new)
    snapshot.forget_all()
    return pickle.loads(made)


def _build(now: datetime) -> SimpleNamespace:
    made = _places()
    made.now = now
    made.departments = _departments()
    made.categories = _categories(made.departments)
    made.people = {}
    housing, works, urban = (made.departments[code] for code in ("housing", "municipal_works", "urban_management"))
    _post(made, "gridleader", Role.GRID_LEADER, made.grid)
    _post(made, "secretary", Role.COMMUNITY_SECRETARY, made.community)
    _post(made, "cadre", Role.CADRE, made.community, housing)
    _post(made, "worker", Role.CADRE, made.street, works)
    _post(made, "window", Role.DISTRICT_WINDOW, made.district, urban)
    _post(made, "street", Role.STREET_DESK, made.street)
    _post(made, "streetleader", Role.STREET_LEADER, made.street)
    _post(made, "district", Role.DISTRICT_DESK, made.district)
    _post(made, "official", Role.DISTRICT_OFFICIAL, made.district)
    _post(made, "supervisor", Role.SUPERVISOR, made.district)
    _post(made, "outsider", Role.CADRE, made.elsewhere, housing)
    return made


def _places():
    district = tree.plant("410106", name="上街区", name_en="Shangjie District")
    street = tree.add(district, code="410106002", name="中心路街道", name_en="Zhongxinlu Subdistrict")
    community = tree.add(street, code="410106002006", name="盛世社区", name_en="Shengshi Community")
    grid = tree.add(community, code="410106002006001", name="盛世社区第一网格", name_en="Shengshi Community Grid 1")
    elsewhere = tree.plant("410102", name="中原区", name_en="Zhongyuan District")
    return SimpleNamespace(district=district, street=street, community=community, grid=grid, elsewhere=elsewhere)


def _departments():
    names = {
        "housing": ("住房和城乡建设局", "房管"), "municipal_works": ("市政工程管理处", "市政"),
        "urban_management": ("城市管理局", "城管"), "natural_resources": ("自然资源和规划局", "资规"),
        "tax": ("税务局", "税务"), "fire": ("消防救援大队", "消防"),
    }  # fmt: skip
    return {
        code: Department.objects.create(code=code, name_zh=name, short_zh=short, name_en=code, short_en=code)
        for code, (name, short) in names.items()
    }


def _categories(departments):
    leaves = {
        "I01": ("I", "房产证办理", "20D", "difficult", "housing", False),
        "B01": ("B", "井盖缺失", "4E", "critical", "municipal_works", True),
        "A01": ("A", "暴露垃圾", "4H", "ordinary", "urban_management", True),
    }
    made = {}
    for code, (parent, name, limit, urgency, lead, needs_photo) in leaves.items():
        group, _new = Category.objects.get_or_create(code=parent, defaults={"name_zh": parent})
        leaf = Category.objects.create(
            code=code, name_zh=name, parent=group, limit=limit, urgency=urgency, needs_photo=needs_photo
        )
        rule = ResponsibilityRule.objects.create(category=leaf, lead_department=departments[lead])
        if code == "I01":
            rule.supporting_departments.set([departments["natural_resources"], departments["tax"]])
        made[code] = leaf
    made["Z01"] = Category.objects.create(code="Z01", name_zh="没有规则", parent=group, limit="2D")
    return made


def _post(made, name, role, grid, department=None):
    user = User.objects.create(username=name, name=name)
    post = Post.objects.create(role=role, grid=grid, department=department)
    roster.appoint(user, post, from_at=made.now - timedelta(days=400), by=user)
    setattr(made, f"{name}_post", post)
    made.people[name] = user
