"""What the PDFs say that they were made by."""

PRODUCER = "wenming"
