#!/usr/bin/env python
"""Run Django's commands for this project, with embedded servers where none are given."""

import os
import sys
from contextlib import nullcontext

from django.core.management import execute_from_command_line

from zhengzhou_grid import services

WITHOUT_SERVERS = {"help", "--help", "version", "--version", "messages", "collectstatic", "check", "diffsettings"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengzhou_grid.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    with nullcontext() if command in WITHOUT_SERVERS else services.running():
        execute_from_command_line(sys.argv)
