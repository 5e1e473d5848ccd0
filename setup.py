"""The packages are found; schemas/ and templates/ lie beside the package in a checkout, inside it when installed."""

from setuptools import find_packages, setup

setup(packages=[*find_packages(include=["wenming", "wenming.*"]), "wenming.schemas", "wenming.templates"])
