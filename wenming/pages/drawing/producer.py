"""What the PDFs say of how they were made."""

PRODUCER = "wenming"
SOURCE = "MadeFrom"  # the digest of the document, of the faces and of the program that made it
