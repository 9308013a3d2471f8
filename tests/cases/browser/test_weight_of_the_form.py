"""The first load of the report form, as a browser without anything in its cache sees it. In bytes, not in seconds."""

import os
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.reliability.servers import wait_until
from zhengzhou_grid import serve

MOST_BYTES = 200_000  # of everything but photos and map
ROOM_LEFT = 40_000  # for what protects the form
