"""The command, from a checkout: python cli.py."""

from wenming.cli import run

run()
