"""Where PostgreSQL and Redis are, and what the local folder keeps. Starts nothing: services.py does."""

import base64
import contextlib
import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from zhengzhou_grid.lib import env

LOCAL = Path(__file__).resolve().parent.parent / ".local"
DATABASE = "zhengzhou_grid"
LONGEST_SOCKET_PATH = 100  # macOS allows 104 bytes, Linux 108


def database_url() -> str:
    """Return DATABASE_URL, or the address at which the embedded PostgreSQL listens once it is started."""
    return env.text("DATABASE_URL") or f"postgres://postgres@{quote(str(socket_folder()), safe='')}/{DATABASE}"


def redis_url() -> str:
    """Return REDIS_URL, or the address at which the embedded Valkey listens once it is started."""
    return env.text("REDIS_URL") or f"unix://{valkey_socket()}?db=0"


def broker_url(url: str) -> str:
    """Return a Redis address in the spelling Celery wants: redis+socket:// for Unix sockets."""
    if not url.startswith("unix://"):
        return url
    path, _, query = url.removeprefix("unix://").partition("?")
    return f"redis+socket://{path}?{query.replace('db=', 'virtual_host=')}"


def socket_folder() -> Path:
    """Return the folder of both sockets: inside .local, or a short temporary one where that path is too long."""
    folder = LOCAL / "sockets"
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH:
        return folder
    mark = hashlib.sha256(os.fsencode(LOCAL)).hexdigest()[:10]
    return Path(tempfile.gettempdir()) / f"zg-{os.getuid()}-{mark}"


def valkey_socket() -> Path:
    return socket_folder() / "valkey.sock"


def local_secret() -> str:
    """Return a secret key kept in the local folder, made on first use."""
    return kept("secret-key", lambda: secrets.token_urlsafe(50))


def local_contact_key() -> str:
    """Return a key for contacts kept in the local folder, made on first use."""
    return kept("contact-key", lambda: "local:" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())


def kept(name: str, make: Callable[[], str]) -> str:
    """Return the text of .local/<name>, made on first use and readable by its owner only."""
    path = LOCAL / name
    if not path.exists():
        LOCAL.mkdir(exist_ok=True)
        draft = LOCAL / f"{name}.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(make(), encoding="utf-8")
        with contextlib.suppress(FileExistsError):  # another process was faster: its text holds
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="utf-8")
