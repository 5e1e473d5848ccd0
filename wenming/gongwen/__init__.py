"""The standard, GB/T 9704-2012: measures, styles, Chinese, blocks of text and their XML; plugged into the engine.

What only some documents need is imported when it is first asked for.
"""

from typing import TYPE_CHECKING

from wenming.base.lazy import door

if TYPE_CHECKING:
    from wenming.gongwen import fonts as fonts
    from wenming.gongwen import footers as footers
    from wenming.gongwen import page_setup as page_setup
    from wenming.gongwen import sections as sections

__getattr__ = door(__name__, ("fonts", "footers", "page_setup", "sections"))
