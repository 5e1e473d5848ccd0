"""The 台账 of a town: its progress, its weeks, its problems and what it issued, in one workbook for Excel or WPS."""
