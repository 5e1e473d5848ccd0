"""How much memory programs may still take on this machine."""

import ctypes
import os
import re
from pathlib import Path

_KILOBYTE = 1024


def available_memory() -> int | None:
    """The bytes that programs may take before others have to make room; None where the system does not say."""
    try:
        return _of_windows() if os.name == "nt" else _of_linux()
    except (OSError, ValueError, AttributeError):
        return None


def _of_linux() -> int | None:
    """MemAvailable: what is free, and what the system keeps of files and can give up at once."""
    found = re.search(r"^MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"), re.MULTILINE)
    return int(found[1]) * _KILOBYTE if found else None


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of Windows."""

    _fields_ = [
        ("dwLength", ctypes.c_ulong),
        ("dwMemoryLoad", ctypes.c_ulong),
        ("ullTotalPhys", ctypes.c_ulonglong),
        ("ullAvailPhys", ctypes.c_ulonglong),
        ("ullTotalPageFile", ctypes.c_ulonglong),
        ("ullAvailPageFile", ctypes.c_ulonglong),
        ("ullTotalVirtual", ctypes.c_ulonglong),
        ("ullAvailVirtual", ctypes.c_ulonglong),
        ("ullAvailExtendedVirtual", ctypes.c_ulonglong),
    ]


def _of_windows() -> int | None:
    status = _MemoryStatus(dwLength=ctypes.sizeof(_MemoryStatus))
    # ctypes has windll on Windows alone, which mypy does not see here
    is_known = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))  # type: ignore[attr-defined]
    return int(status.ullAvailPhys) if is_known else None
