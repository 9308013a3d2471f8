"""What the label of a public object fills in on the report form: where it stands, and what is mostly wrong with it."""

from django.utils import translation

from grids import public_objects


def fields(code: str) -> dict:
    """Return the fields that a label's code fills in; none for a code that is not in use.

    The address is what staff read: in Chinese, with the code by which they know the thing.
    """
    thing = public_objects.by_code(code)
    if thing is None:
        return {}
    with translation.override("zh-hans"):
        address = f"{thing.place}（{thing.get_kind_display()} {thing.code}）"
    category = thing.category.code if thing.category and thing.category.is_active else ""
    return {"grid": thing.grid.code, "address": address, "category": category}
