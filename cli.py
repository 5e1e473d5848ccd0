"""The command, from a checkout: python cli.py."""

from wenming.cli.main import run

run()
