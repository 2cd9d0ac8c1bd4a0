"""A file system of a zygote's own: the interpreter's libraries, read-only, and room for scratch folders.

Theory. In a private mount namespace the zygote's root becomes a small tmpfs in which only what workers may read
is mounted, at the path it always had, read-only and without devices or set-uid programs. Everything else, /proc
and the course with it, has no name there. This is what bubblewrap does; it does so for a program that it starts,
and a zygote that has spent seconds importing torch cannot be started anew for it.

It adds three things to Landlock. The existence of other files is hidden too. A uid of a worker's own can walk to
an interpreter that lies under a closed /root, because here that is an open folder. And each scratch folder is a
tmpfs of limited size and number of files, whose memory counts as its worker's.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from grader.sandbox.confinement import interpreter, kernel, namespaces
from grader.sandbox.confinement.interpreter import outermost

_OPEN_TREE_CLONE, _AT_RECURSIVE, _AT_EMPTY_PATH, _FROM_EMPTY_PATH = 1, 0x8000, 0x1000, 4
_AT_FDCWD: Final = -100
_READ_ONLY, _NO_SUID, _NO_DEVICES = 1, 2, 4
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC = 2, 4, 8
_MNT_DETACH: Final = 2
_EMPTY: Final = ctypes.create_string_buffer(b"")
_DEVICES: Final = Path("/dev")


def enter(visible: Iterable[Path], scratch_root: Path) -> None:
    """Makes a file system of `visible` paths and an empty, writable `scratch_root` this process's own, for good.

    Needs a mount namespace of one's own (`namespaces.enter`).

    Raises:
        OSError: if the kernel refuses a step.
    """
    paths = [path.absolute() for path in visible]
    places = outermost(Path(os.path.realpath(path)) for path in paths)
    links = {link: target for path in paths for link, target in _links_on(path)}
    clones = {place: _clone(place) for place in places}
    # The scratch root is a folder that is certain to be there; the new root is made on top of it.
    kernel.mount("tmpfs", str(scratch_root), "tmpfs", _MS_NOSUID | _MS_NODEV, "size=1m,mode=0755")
    for place, clone in clones.items():
        _attach(clone, place, scratch_root)
    for link, target in links.items():
        if not any(link.is_relative_to(place) for place in places):
            _under(scratch_root, link).parent.mkdir(parents=True, exist_ok=True)
            _under(scratch_root, link).symlink_to(target)
    inner = _under(scratch_root, scratch_root)
    inner.mkdir(parents=True)
    kernel.mount("tmpfs", str(inner), "tmpfs", _MS_NOSUID | _MS_NODEV, "size=64m,nr_inodes=16k,mode=0711")
    _set_attributes(_AT_FDCWD, str(scratch_root), _READ_ONLY, recursive=0)
    _change_root(scratch_root)


def _links_on(path: Path) -> Iterator[tuple[Path, str]]:
    """The symbolic links that are followed on the way to `path`, with their targets."""
    for step in (*reversed(path.parents), path):
        if step.is_symlink():
            target = os.readlink(step)
            yield step, target
            rest = path.relative_to(step)
            yield from _links_on(Path(os.path.normpath(step.parent / target / rest)))
            return


def _under(root: Path, path: Path) -> Path:
    return root.joinpath(*path.parts[1:])


def _clone(place: Path) -> int:
    flags = _OPEN_TREE_CLONE | _AT_RECURSIVE | os.O_CLOEXEC
    text = kernel.path_buffer(str(place))
    clone = kernel.syscall(kernel.OPEN_TREE, _AT_FDCWD, ctypes.addressof(text), flags)
    attributes = _READ_ONLY | _NO_SUID | (0 if place.is_relative_to(_DEVICES) else _NO_DEVICES)
    _set_attributes(clone, "", attributes, recursive=_AT_RECURSIVE)
    return clone


def _set_attributes(tree: int, path: str, attributes: int, *, recursive: int) -> None:
    text = kernel.path_buffer(path)
    packed = struct.pack("=4Q", attributes, 0, 0, 0)
    wanted = ctypes.create_string_buffer(packed, len(packed))
    flags = recursive | (0 if path else _AT_EMPTY_PATH)
    kernel.syscall(
        kernel.MOUNT_SETATTR, tree, ctypes.addressof(text), flags, ctypes.addressof(wanted), len(packed)
    )


def _attach(clone: int, place: Path, root: Path) -> None:
    target = _under(root, place)
    target.parent.mkdir(parents=True, exist_ok=True)
    if place.is_dir():
        target.mkdir(exist_ok=True)
    else:
        target.touch()
    text = kernel.path_buffer(str(target))
    here = ctypes.addressof(_EMPTY)
    kernel.syscall(kernel.MOVE_MOUNT, clone, here, _AT_FDCWD, ctypes.addressof(text), _FROM_EMPTY_PATH)
    os.close(clone)


def _change_root(root: Path) -> None:
    os.chdir(root)
    text = kernel.path_buffer(".")
    kernel.syscall(kernel.PIVOT_ROOT, ctypes.addressof(text), ctypes.addressof(text))
    # The old root now lies on top of the new one, at the same place.
    kernel.umount(".", _MNT_DETACH)
    os.chdir("/")


def mount_scratch(folder: str, *, size_bytes: int, files: int) -> None:
    """Mounts an empty tmpfs of limited size on `folder`; its memory counts as its user's."""
    options = f"size={size_bytes},nr_inodes={files},mode=0700"
    kernel.mount("tmpfs", folder, "tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, options)


def unmount_scratch(folder: str) -> None:
    """Lets go of a scratch folder, whatever is in it."""
    kernel.umount(folder, _MNT_DETACH)


def use(folder: Path) -> None:
    """Makes a view with a scratch folder in it; for a process that is thrown away."""
    namespaces.enter()
    enter((*interpreter.libraries(), interpreter.NULL_DEVICE), folder)
    scratch = str(folder / "scratch")
    os.mkdir(scratch)
    mount_scratch(scratch, size_bytes=1 << 20, files=16)
    unmount_scratch(scratch)
    if Path("/proc/self").exists():
        raise OSError("the view was made and /proc is still there")
