from wenming.cli import run

run()
