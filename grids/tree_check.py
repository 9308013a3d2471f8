"""What must hold in the tree of grids, asked of the database in SQL and never of mptt, and the way back to it."""

from dataclasses import dataclass

from django.db import connection

# The parent of a row is the truth; lft, rght, level and tree_id are derived from it.
# Each query returns the codes of the grids that break the rule.
RULES = {
    "left bound is below right bound": """
        SELECT code FROM grids_grid WHERE lft >= rght OR lft < 1
    """,
    "child lies inside its parent": """
        SELECT child.code FROM grids_grid child JOIN grids_grid parent ON parent.id = child.parent_id
        WHERE child.tree_id <> parent.tree_id OR child.lft <= parent.lft OR child.rght >= parent.rght
    """,
    "level is one more than the parent's": """
        SELECT child.code FROM grids_grid child LEFT JOIN grids_grid parent ON parent.id = child.parent_id
        WHERE child.level <> coalesce(parent.level + 1, 0)
    """,
    "siblings do not overlap": """
        SELECT code FROM (
            SELECT code, lft, lag(rght) OVER (PARTITION BY parent_id ORDER BY lft, rght) AS before
            FROM grids_grid WHERE parent_id IS NOT NULL
        ) siblings WHERE before >= lft
    """,
    "bounds are used once in a tree": """
        SELECT code FROM (
            SELECT code, count(*) OVER (PARTITION BY tree_id, bound) AS uses
            FROM grids_grid, LATERAL (VALUES (lft), (rght)) AS bounds (bound)
        ) counted WHERE uses > 1 GROUP BY code
    """,
    "a tree has one root, beginning at 1": """
        SELECT min(code) FROM grids_grid GROUP BY tree_id
        HAVING count(*) FILTER (WHERE parent_id IS NULL) <> 1 OR min(lft) <> 1
    """,
    "bounds enclose exactly the descendants": """
        WITH RECURSIVE chain (above, next) AS (
            SELECT id, parent_id FROM grids_grid
            UNION ALL
            SELECT grid.id, grid.parent_id FROM chain JOIN grids_grid grid ON grid.id = chain.next
        ) CYCLE above SET is_cycle USING path
        SELECT grid.code FROM grids_grid grid JOIN (
            SELECT above, count(*) AS size FROM chain WHERE NOT is_cycle GROUP BY above
        ) sizes ON sizes.above = grid.id
        WHERE grid.rght - grid.lft + 1 <> 2 * sizes.size
    """,
    "code begins with the parent's code": """
        SELECT child.code FROM grids_grid child JOIN grids_grid parent ON parent.id = child.parent_id
        WHERE left(child.code, -3) <> parent.code
    """,
}

# Preorder place p (from 1), depth d and size n of a node give its bounds: lft = 2p - d - 1, rght = lft + 2n - 1.
RENUMBER = """
    WITH RECURSIVE walk (id, root, depth, path) AS (
        SELECT id, code::text, 0, ARRAY[code::text] FROM grids_grid WHERE parent_id IS NULL
        UNION ALL
        SELECT grid.id, walk.root, walk.depth + 1, walk.path || grid.code::text
        FROM walk JOIN grids_grid grid ON grid.parent_id = walk.id
    ), sizes AS (
        SELECT head.path, count(*) AS size
        FROM walk, LATERAL (
            SELECT walk.path[1:length] AS path FROM generate_series(1, walk.depth + 1) AS length
        ) AS head
        GROUP BY head.path
    ), places AS (
        SELECT walk.id, walk.depth, sizes.size, dense_rank() OVER (ORDER BY walk.root) AS tree_id,
               row_number() OVER (PARTITION BY walk.root ORDER BY walk.path) AS place
        FROM walk JOIN sizes ON sizes.path = walk.path
    )
    UPDATE grids_grid SET
        tree_id = places.tree_id,
        level = places.depth,
        lft = 2 * places.place - places.depth - 1,
        rght = 2 * places.place - places.depth + 2 * places.size - 2
    FROM places WHERE places.id = grids_grid.id
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule broken by one grid."""

    rule: str
    code: str

    def __str__(self):
        return f"{self.code}: {self.rule}"


def faults() -> list[Fault]:
    """Return every broken rule with the grids that break it."""
    found = []
    with connection.cursor() as cursor:
        for rule, query in RULES.items():
            cursor.execute(query)
            found += [Fault(rule, code) for (code,) in cursor.fetchall()]
    return found


def renumber() -> None:
    """Derive lft, rght, level and tree_id from the parents. Called by grids.tree under its lock."""
    with connection.cursor() as cursor:
        cursor.execute(RENUMBER)
