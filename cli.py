"""The command, from a checkout: python cli.py."""

from wenming.cli.start import run

run()
