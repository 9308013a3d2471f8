"""Invented public objects with labels for one community of the demo."""

from grids import public_objects
from grids.models import Grid, PublicObject

Kind = PublicObject.Kind
UNIT = "410106002006001"
PLACE = "中心路 18 号院（示例）"
OBJECTS = (
    (Kind.LAMP, "东门往北第一根"),
    (Kind.LAMP, "东门往北第二根"),
    (Kind.MANHOLE, "3 号楼单元门前"),
    (Kind.BIN, "自行车棚旁"),
    (Kind.FITNESS, "中心花园"),
    (Kind.CABINET, "西墙根"),
)


def fill() -> None:
    """Enter the objects, once; where the community is not loaded, none."""
    unit = Grid.objects.filter(code=UNIT).first()
    if unit is None or PublicObject.objects.exists():
        return
    for kind, spot in OBJECTS:
        public_objects.add(kind=kind, grid=unit, address=PLACE, spot=spot)
