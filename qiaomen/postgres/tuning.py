"""Server settings: durable, silent about people, sized to the machine."""

import os
from collections.abc import Mapping

_MB = 1024 * 1024


def settings(memory: int | None = None, *, disk: int = 0) -> dict[str, str]:
    """Server settings for a machine with `memory` bytes (default: this one's), before any overrides.

    `disk` is how many bytes the disk has on which the cluster lies. The log of writes may take a sixteenth of it: after
    each checkpoint every page is written to it whole once, and a checkpoint comes whenever half of that is full. What
    it holds is read again after a crash.

    A commit is on disk when it returns. Statements, parameters and error details stay out of the log, because they
    hold names and phones: `log_min_messages = log` leaves what concerns the server itself.
    """
    memory = physical_memory() if memory is None else memory
    return {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": os.environ.get("QIAOMEN_POSTGRES_CONNECTIONS", "100"),
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "shared_buffers": _size(memory // 4, at_least=64, at_most=4096),
        "effective_cache_size": _size(memory // 2, at_least=128, at_most=65536),
        "maintenance_work_mem": _size(memory // 16, at_least=64, at_most=512),
        "work_mem": _size(memory // 256, at_least=4, at_most=32),
        "wal_buffers": "16MB",
        "wal_compression": "on",
        "max_wal_size": _size(disk // 16, at_least=1024, at_most=16384),
        "min_wal_size": "256MB",
        "checkpoint_timeout": "15min",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_statement": "none",
        "log_min_duration_statement": "-1",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
    }


def arguments(overrides: Mapping[str, str] | None, *, disk: int) -> list[str]:
    """The settings as arguments of the `postgres` program, for a disk of so many bytes."""
    merged = settings(disk=disk) | dict(overrides or {})
    return [word for name, value in merged.items() for word in ("-c", f"{name}={value}")]


def physical_memory() -> int:
    """Bytes of memory of the machine; 2 GB where it does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (OSError, ValueError):
        return 2048 * _MB


def _size(value: int, *, at_least: int, at_most: int) -> str:
    return f"{min(max(value // _MB, at_least), at_most)}MB"
