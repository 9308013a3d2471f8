"""Scheduled work on the grids. Each task makes one call and says what it found."""

import logging

from celery import shared_task

from grids import tree

logger = logging.getLogger(__name__)


@shared_task(name="grids.check_tree", ignore_result=True)
def check_tree():
    """Look for faults in the tree and log each. Mending is manual: `manage.py check_tree` tells how."""
    faults = list(tree.faults())
    for fault in faults:
        logger.error("Fault in the tree of grids: %s", fault)
    if not faults:
        logger.info("The tree of grids is sound.")
