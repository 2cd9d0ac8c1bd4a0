"""Classes as an LMS would hand them over: some late, re-uploaded, anonymous, corrupt or hostile."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

WORK = "net.py"
Body = Callable[[int], bytes]  # of the number of points that it earns


@dataclass(slots=True)
class Download:
    """A zip, and what every student should come to: points by the LMS's id, None where nothing counts."""

    members: list[tuple[str | zipfile.ZipInfo, bytes]] = field(default_factory=list)
    points: dict[str, int | None] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)

    def zip(self) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in self.members:
                archive.writestr(name, body)
        return buffer.getvalue()


def moodle(students: int, work: Sequence[bytes]) -> Download:
    """`work[k]` earns k points. Every tenth student zips it, every tenth hands in a text too; some do harm."""
    download = Download()
    for number in range(students):
        key, points = str(4000 + number), number % len(work)
        name = f"Participant_{key}" if number % 7 == 3 else f"Student {number}_{key}"
        folder = f"{name}_assignsubmission_file"
        download.names[key] = "" if number % 7 == 3 else f"Student {number}"
        download.points[key] = points
        body, add = work[points], download.members.append
        match number % 30:
            case 1:
                add((f"{folder}/hw.zip", _zipped({f"homework/{WORK}": body})))
            case 2:
                add((f"{name}_assignsubmission_file_{WORK}", body))
            case 4:
                add((f"{folder}/{WORK}", body))
                add((f"{name}_assignsubmission_onlinetext/onlinetext.html", b"<script>alert(1)</script>"))
            case 5:
                add((f"{folder}/hw.zip", b"PK\3\4 cut off"))
                download.points[key] = 0
            case 6:
                link = zipfile.ZipInfo(f"{folder}/data.txt")
                link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
                add((f"{folder}/{WORK}", body))
                add((link, b"/etc/passwd"))
            case 7:
                add((f"{folder}/{WORK}", body))
                add((f"{folder}/../../{key}.py", b"evil"))
            case 8:
                add((f"{folder}/bomb.zip", _zipped({"zeros.txt": bytes(30 << 20), WORK: body})))
            case 9:
                add((f"{folder}/deep.zip", _zipped({WORK: body, "again.zip": _zipped({WORK: work[0]})})))
            case 10:
                add((f"{folder}/{WORK}", b"\xef\xbb\xbf" + body.replace(b"\n", b"\r\n")))
            case 11:
                add((f"{folder}/{WORK}", body))
                add((f"{folder}/=HYPERLINK(1)\x1b[31m.txt", b"x"))
            case _:
                add((f"{folder}/{WORK}", body))
    return download


def canvas(students: int, work: Sequence[bytes]) -> Download:
    """Every fourth student uploaded again; every ninth is late; every thirteenth is anonymous."""
    download = Download()
    for number in range(students):
        points = number % len(work)
        anonymous = number % 13 == 5
        key = f"aN{number:03}" if anonymous else str(7000 + number)
        late = "_LATE" if number % 9 == 2 else ""
        start = f"anon_{key}{late}" if anonymous else f"doe{number}jane{late}_{key}"
        download.names[key] = "" if anonymous else f"Jane Doe{number}"
        download.points[key] = points
        if late:
            download.late.add(key)
        add = download.members.append
        attachment = 90_000 + 10 * number
        if number % 4 == 1:
            add((f"{start}_{attachment}_net.py", work[(points + 1) % len(work)]))
            add((f"{start}_{attachment + 5}_net-1.py", work[points]))
        elif number % 30 == 7:
            add((f"{start}_{attachment}_hw-2.zip", _zipped({f"repo-main/{WORK}": work[points]})))
        elif number % 30 == 8:
            add((f"{start}_{attachment}_hw.zip", b"corrupt"))
            download.points[key] = 0
        else:
            add((f"{start}_{attachment}_net.py", work[points]))
    return download


def _zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return buffer.getvalue()
