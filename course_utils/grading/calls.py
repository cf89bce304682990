"""System calls that a submission has no use for, refused by the kernel (seccomp).

What is left to a process without rights in rooms of its own is mostly harmless. These are not: they make new
namespaces, reach into other processes, put data into keyrings that outlive the process, or hold memory that belongs to
no process and that nobody would count.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

NO_NEW_PRIVS, SECCOMP, FILTER = 38, 22, 2  # of prctl
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.ENOSYS  # "no such call": libraries then take another way
NAMESPACES = 0x7E020080  # all CLONE_NEW… flags
LOAD, EQUAL, AT_LEAST, ANY_OF, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # the filter's own instructions
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # where the kernel puts them

# machine -> (its number, clone, all that is refused), from Linux' unistd.h
CALLS = {
    "x86_64": (
        0xC000003E,
        56,
        {
            "unshare": 272, "clone3": 435, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311,
            "process_madvise": 440, "pidfd_getfd": 438, "memfd_create": 319, "memfd_secret": 447, "shmget": 29,
            "msgget": 68, "semget": 64, "add_key": 248, "request_key": 249, "keyctl": 250, "userfaultfd": 323,
            "bpf": 321, "perf_event_open": 298, "io_uring_setup": 425,
        },
    ),
    "aarch64": (
        0xC00000B7,
        220,
        {
            "unshare": 97, "clone3": 435, "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271,
            "process_madvise": 440, "pidfd_getfd": 438, "memfd_create": 279, "memfd_secret": 447, "shmget": 194,
            "msgget": 186, "semget": 190, "add_key": 217, "request_key": 218, "keyctl": 219, "userfaultfd": 282,
            "bpf": 280, "perf_event_open": 241, "io_uring_setup": 425,
        },
    ),
}  # fmt: skip


def program(machine: str) -> bytes:
    """The filter, in the kernel's own little language: (operation, jump if true, jump if not, value) each."""
    architecture, clone, refused = CALLS[machine]
    # The last three instructions: allow, refuse, refuse. Jumps count the instructions in between.
    lines = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, REFUSE), (LOAD, 0, 0, NUMBER)]
    tests = [
        (AT_LEAST, 0x40000000),
        *((EQUAL, number) for number in sorted(refused.values())),
    ]  # x32's numbers are large
    for k, (operation, value) in enumerate(tests):
        lines.append((operation, len(tests) - k + 3, 0, value))
    lines += [(EQUAL, 0, 2, clone), (LOAD, 0, 0, FIRST_ARGUMENT), (ANY_OF, 1, 0, NAMESPACES)]
    lines += [(RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
    return b"".join(struct.pack("<HBBI", code, yes, no, value) for code, yes, no, value in lines)


def refuse() -> None:
    """Refuse these calls to this process and all that it starts, for good.

    Raises:
        OSError: the kernel does not do so, or the machine is of another kind.
    """
    machine = platform.machine()
    if machine not in CALLS:
        raise OSError(f"no filter of system calls for {machine}")
    code = program(machine)
    buffer = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.prctl(SECCOMP, FILTER, ctypes.create_string_buffer(head, len(head)), 0, 0):
        raise OSError(ctypes.get_errno(), f"prctl: {os.strerror(ctypes.get_errno())}")
