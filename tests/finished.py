"""Small documents that say which version they are; light enough for a process that is to be killed."""

import io
import zipfile

from wenming.output.folder import Finished

COUNT = 20


def documents(version: int, count: int = COUNT) -> list[Finished]:
    """*count* documents of *version*."""
    made = []
    for number in range(count):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(zipfile.ZipInfo("version"), f"{version} " * 500)
        made.append(Finished(f"文件{number}.docx", buffer.getvalue(), "weekly", "", "t.docx", {"a": str(version)}))
    return made


def ours(base: bytes, mine: bytes, theirs: bytes) -> tuple[bytes, int]:
    """A merge that loses nothing."""
    return mine + theirs, 0
