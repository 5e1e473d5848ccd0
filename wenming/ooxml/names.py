"""What the parts of a Word file are called."""

BODY, CHARTS = "word/document.xml", "word/charts/"
