"""A rendered document laid out as Word does: pages of placed lines, rules and pictures.

Everything that asks for pages asks here: how many there are, whether the 版记 fits, what a PDF and a picture show.
"""
