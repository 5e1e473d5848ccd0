"""The text of a paragraph over its runs, tags in it."""

from wenming.engine import lexer
from wenming.ooxml.runs import Runs


class TagRuns(Runs):
    """Runs of a paragraph with tags: what replaces a tag has the format of the tag's first word."""

    def anchor(self, start: int) -> int:
        """The first character of the tag's words: the marks before it may stand in another run."""
        head = lexer.HEAD.match(self.text, start)
        return head.end() if head else start
