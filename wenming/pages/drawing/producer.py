"""What the PDFs say of how they were made, and whether they are as they were."""

import hashlib
import re

PRODUCER = "wenming"
SOURCE = "MadeFrom"  # the digest of the document, of the faces and of the program that made it
SEAL = "Sealed"  # the digest of the PDF itself
NO_SEAL = "0" * 64
_SEALED = re.compile(rb"/" + SEAL.encode() + rb" \(([0-9a-f]{64})\)")


def sealed(pdf: bytes) -> bytes:
    """*pdf*, which says NO_SEAL, with the digest of all that is in it in that place."""
    return _SEALED.sub(f"/{SEAL} ({_digest(pdf)})".encode(), pdf, count=1)


def is_as_sealed(pdf: bytes) -> bool:
    """True if *pdf* is as it was when it was sealed: nobody has added a stamp, a signature, a note."""
    found = _SEALED.search(pdf)
    if found is None:
        return False
    unsealed = pdf[: found.start(1)] + NO_SEAL.encode() + pdf[found.end(1) :]
    return _digest(unsealed) == found[1].decode()


def _digest(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()
