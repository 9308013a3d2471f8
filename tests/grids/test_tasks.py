"""The hourly look at the tree."""

import logging

from grids import tasks
from grids.models import Grid


def test_it_is_quiet_about_a_sound_tree(chain, caplog):
    caplog.set_level(logging.INFO)
    tasks.check_tree()
    assert [record.levelname for record in caplog.records] == ["INFO"]


def test_it_logs_each_fault(chain, caplog):
    Grid.objects.filter(pk=chain[3].pk).update(lft=chain[3].rght + 5)
    tasks.check_tree()
    assert caplog.records
    assert {record.levelname for record in caplog.records} == {"ERROR"}
    assert "410106002006001" in caplog.text
