"""The layout of an old paper: the template that it becomes beside the forms that were made of it."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from wenming.authoring import catalogue
from wenming.authoring.importing.old_paper import OldPaper
from wenming.authoring.learn.learn import learn
from wenming.base import files, resources


def learn_layout(paper: OldPaper, forms: Mapping[str, str], town: Path) -> Path:
    """Put among the templates of *town* the one that *paper* becomes with the *forms* that say the same; where it is.

    Raises Faults where it is no Word file, or the forms would not give back its words, or there is a template already.
    """
    with tempfile.TemporaryDirectory() as name:
        trial = Path(name) / "town"
        for file, text in forms.items():
            files.write(trial / file, text.encode(), lasting=False)
        old = Path(name) / "old.docx"
        files.write(old, paper.data, lasting=False)
        learnt, _what = learn(old, trial)
        data = learnt.read_bytes()
    target = resources.templates(town)[0] / learnt.name
    catalogue.place(target, data)
    return target
