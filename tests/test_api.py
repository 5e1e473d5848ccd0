"""The program as a library: everything the commands do, without a terminal, a current directory or global state."""

import io
import json
import pickle
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import docx
import pytest
from conftest import ROOT

from wenming import Built, Fault, Faults, Form, Job, Place, Template, build
from wenming.base import i18n
from wenming.documents.kinds import Asked, Document, Kind
from wenming.documents.registry import KINDS
from wenming.forms.nodes import Node, Understood
from wenming.forms.schema import Schema
from wenming.forms.sources import SOURCES, Source
from wenming.forms.validation import understand_nodes
from wenming.pages.render import Progress
from wenming.pipeline import JobError
from wenming.town.folder import FORMS, Town

TOWNS = ("anping", "heshan", "longtan", "xinhui")
Copy = Callable[..., Path]


def text_of(data: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


# What is built


def test_a_job_without_a_folder_for_documents_writes_nothing(town: Copy) -> None:
    folder = town()
    before = files_in(folder.parent)

    built = build(Job(folder=folder, kinds=["notice"]))

    assert built.town == folder and len(built.documents) == 2
    assert all(one.path is None and one.state is None for one in built.documents)
    assert "关于印发" in text_of(built.documents[1].data) or "关于印发" in text_of(built.documents[0].data)
    assert files_in(folder.parent) == before


def test_what_is_written_is_what_is_built(town: Copy, tmp_path: Path) -> None:
    folder = town()
    previewed = build(Job(folder=folder, kinds=["plan"])).documents[0]

    [written] = build(Job(folder=folder, kinds=["plan"], out=tmp_path / "out")).documents

    assert written.path and written.path.read_bytes() == written.data == previewed.data
    assert written.state == "new" and written.path.name == previewed.name


def test_forms_that_were_never_saved_are_built(tmp_path: Path) -> None:
    texts = {name: (ROOT / "data" / "anping" / name).read_bytes() for name in ("town.yaml", "plan.yaml")}

    [saved] = build(Job(folder=ROOT / "data" / "anping", kinds=["plan"])).documents
    [unsaved] = build(Job(forms=texts, kinds=["plan"])).documents

    assert unsaved.data == saved.data


def test_what_was_not_saved_goes_before_what_is_on_the_disk(town: Copy) -> None:
    folder = town()
    plan = (folder / "plan.yaml").read_text(encoding="utf-8")
    typed = plan.replace("安平镇文明村镇创建工作实施方案", "安平镇文明村镇创建试行方案")

    [preview] = build(Job(folder=folder, forms={"plan.yaml": typed}, kinds=["plan"])).documents

    assert preview.title == "安平镇文明村镇创建试行方案"
    assert (folder / "plan.yaml").read_text(encoding="utf-8") == plan


def test_a_week_that_is_being_typed_is_previewed(town: Copy) -> None:
    folder = town()
    last = (folder / "weeks" / "2026-W17.yaml").read_text(encoding="utf-8")
    typed = last.replace("2026-W17", "2026-W18")

    built = build(
        Job(folder=folder, forms={"weeks/2026-W18.yaml": "周: 2026-W18\n"}, kinds=["weekly"], week="2026-W18")
    )

    assert typed and len(built.documents) == 1
    assert built.weeks_not_reported == ("2026-W18",)


def test_faults_of_unsaved_forms_say_where() -> None:
    with pytest.raises(Faults) as caught:
        build(Job(forms={"town.yaml": "镇: {名称: 安平镇}\n"}))

    assert {fault.place.file for fault in caught.value.faults} == {"town.yaml"}
    assert all(isinstance(fault, Fault) and isinstance(fault.place, Place) for fault in caught.value.faults)


OUTSIDE = ["../town.yaml", "/etc/town.yaml", "weeks/../../town.yaml", "..\\town.yaml", "C:town.yaml", ".", ""]


@pytest.mark.parametrize("name", [*OUTSIDE, "\ud800.yaml", f"{'x' * 300}.yaml", "a\0.yaml"])
def test_an_unsaved_form_lies_in_the_towns_folder(name: str) -> None:
    with pytest.raises(JobError, match="表单要在镇的文件夹里"):
        build(Job(forms={name: "镇: {}\n"}))


@pytest.mark.parametrize(
    ("job", "says"),
    [
        (Job(), "没有说是哪个镇"),
        (Job(folder=ROOT / "data" / "anping", kinds=["week"]), "是不是“weekly”"),
        (Job(folder=ROOT / "data" / "anping", week="2026-W77"), "2026-W77"),
        (Job(folder=ROOT / "data" / "anping", week="12"), "12"),
        (Job(folder=ROOT / "data" / "anping", week="9999-W52"), "9999-W52"),
        (Job(folder=ROOT / "data" / "anping", kinds=["plan"], since="2026-W10"), "--since"),
        (Job(folder=ROOT / "data" / "anping", lang="fr"), "zh、en"),
    ],
)
def test_a_job_that_cannot_be_meant_is_refused(job: Job, says: str) -> None:
    with pytest.raises(JobError, match=says):
        build(job)


@pytest.mark.parametrize("name", ["plan.yml", "plans.yaml", "weeks/2026-W12.txt", "weeks/a/2026-W12.yaml", "week.yaml"])
def test_an_unsaved_form_that_nothing_would_read_is_refused(name: str) -> None:
    with pytest.raises(JobError, match="这样的表单"):
        build(Job(folder=ROOT / "data" / "anping", forms={name: "标题: 甲\n"}))


def test_half_a_character_is_a_fault_of_the_form() -> None:
    with pytest.raises(Faults, match="town"):
        build(Job(forms={"town.yaml": "镇: {名称: \ud800}"}))


@pytest.mark.parametrize("copy", ["plan.bak.yaml", "plan.2025.yaml", "plan.yml", "town.bak.yaml"])
def test_a_copy_beside_a_form_is_not_taken_for_it(town: Copy, copy: str) -> None:
    folder = town()
    [before] = build(Job(folder=folder, kinds=["plan"])).documents
    (folder / copy).write_text("坏", encoding="utf-8")

    [after] = build(Job(folder=folder, kinds=["plan"])).documents

    assert after.data == before.data and after.sources == before.sources


def test_a_manifest_that_the_towns_own_hides_is_not_read(town: Copy) -> None:
    folder = town()
    for place, text in (
        (folder, "名称: 明白卡\n表单: [plan]\n次数: 每个方案\n模板: plan-standard.docx\n"),
        (folder.parent, "名称： x\n"),
    ):
        (place / "templates").mkdir()
        (place / "templates" / "card.yaml").write_text(text, encoding="utf-8")

    [card] = build(Job(folder=folder, kinds=["明白卡"])).documents

    assert card.kind == "card"


def test_a_template_without_our_styles_is_filled_as_it_is(town: Copy) -> None:
    folder = town()
    (folder / "templates").mkdir()
    template = docx.Document()
    for tag in ("{{ 标题 }}", "{{ 正文 }}", "{{p 版记 }}"):
        template.add_paragraph(tag)
    template.save(str(folder / "templates" / "notice.docx"))

    with pytest.raises(Faults):  # styles that it lacks, not an error of ours
        build(Job(folder=folder, kinds=["notice"]))


def test_a_photo_that_is_a_link_to_itself_is_a_fault(town: Copy) -> None:
    folder = town()
    photo = next((folder / "photos").iterdir())
    photo.unlink()
    photo.symlink_to(photo.name)

    with pytest.raises(Faults, match="照片"):
        build(Job(folder=folder, kinds=["weekly"]))


def test_progress_is_told_of_each_document(town: Copy) -> None:
    told: list[Progress] = []

    built = build(Job(folder=town()), told.append)

    count = len(built.documents)
    assert [one.done for one in told] == list(range(count + 1)) and {one.of for one in told} == {count}
    assert [one.title for one in told[1:]] == [one.title for one in built.documents]


def test_the_language_is_the_jobs_own(town: Copy) -> None:
    folder = town()
    (folder / "plan.yaml").write_text("标题: 方案\n", encoding="utf-8")
    for lang, word in (("en", "is not filled in"), ("zh", "没有填")):
        with pytest.raises(Faults) as caught:
            build(Job(folder=folder, lang=lang))
        assert word in caught.value.faults[0].what
        assert i18n.language() == "zh"


def test_no_current_directory_is_needed(town: Copy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(FileNotFoundError):
        Path.cwd()

    [document] = build(Job(folder=ROOT / "data" / "anping", kinds=["plan"], out=tmp_path / "out")).documents

    assert document.state == "new"


# Other processes


def outcome(job: Job) -> Built | Faults:
    try:
        return build(job)
    except Faults as error:
        return error


def test_towns_are_built_in_worker_processes(town: Copy, tmp_path: Path) -> None:
    jobs = [Job(folder=town(name), out=tmp_path / "out") for name in TOWNS]
    faulty = Path(shutil.copytree(ROOT / "data" / "anping", tmp_path / "data" / "faulty"))
    (faulty / "plan.yaml").write_text("标题: 方案\n版式: 不知道\n", encoding="utf-8")
    jobs.append(Job(folder=faulty, out=tmp_path / "out"))

    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        *built, failed = pool.map(outcome, jobs)

    assert isinstance(failed, Faults) and failed.faults and not (tmp_path / "out" / "faulty").exists()
    for job, one in zip(jobs, built, strict=False):
        assert isinstance(one, Built) and one.documents
        assert all(document.path and document.path.is_file() for document in one.documents)
        again = build(Job(folder=job.folder))
        assert [document.data for document in again.documents] == [document.data for document in one.documents]


def test_a_job_and_what_it_builds_can_be_pickled(town: Copy) -> None:
    job = Job(folder=town(), kinds=("plan",), known_kinds=KINDS, known_forms=(*FORMS, CENSUS), sources=SOURCES)
    again = pickle.loads(pickle.dumps(job))
    assert (again.folder, again.known_kinds) == (job.folder, job.known_kinds)
    assert again.known_forms[-1].root == CENSUS.root

    built = build(again)
    assert pickle.loads(pickle.dumps(built)) == built


# One more kind, form and source: no other file is touched


def _each_poster(town: Town, kind: Kind, _asked: Asked) -> Iterator[Document]:
    yield Document(kind, f"{town.record['名称']}明白卡", kind.template, {"镇": town.record}, (town.town.path,))


POSTER = Kind(key="poster", name="明白卡", needs=(), documents=_each_poster, template="poster.docx")


def test_one_more_kind_of_document(town: Copy) -> None:
    folder = town()
    template = docx.Document()
    template.add_paragraph("{{ 镇.机关 }}")
    (folder / "templates").mkdir()
    template.save(str(folder / "templates" / "poster.docx"))

    [built] = build(Job(folder=folder, kinds=["明白卡"], known_kinds=(*KINDS, POSTER))).documents

    assert built.title == "安平镇明白卡" and text_of(built.data) == "安平镇人民政府"


CENSUS = Schema(
    "census",
    {
        "type": "object",
        "文件夹": "censuses",
        "required": ["户数"],
        "properties": {"户数": {"type": "integer", "title": "户数", "description": "几户", "examples": [12]}},
    },
)


def _each_census(town: Town, kind: Kind, _asked: Asked) -> Iterator[Document]:
    for form in town.forms["censuses"]:
        yield Document(kind, f"{form.path.stem}户数", kind.template, form.record, (form.path,))


def test_one_more_form(town: Copy) -> None:
    folder = town()
    template = docx.Document()
    template.add_paragraph("共{{ 户数 }}户")
    (folder / "templates").mkdir()
    template.save(str(folder / "templates" / "census.docx"))
    (folder / "censuses").mkdir()
    (folder / "censuses" / "东河村.yaml").write_text("户数: 302\n", encoding="utf-8")
    kind = Kind(key="census", name="户数表", needs=("censuses",), documents=_each_census, template="census.docx")
    job = Job(folder=folder, kinds=["census"], known_kinds=(*KINDS, kind), known_forms=(*FORMS, CENSUS))

    [built] = build(job).documents
    assert built.title == "东河村户数" and text_of(built.data) == "共302户"

    (folder / "censuses" / "东河村.yaml").write_text("户数: 三百\n", encoding="utf-8")
    with pytest.raises(Faults, match="户数"):
        build(job)


class _Cells:
    """Places in a file of JSON, which says no lines."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    def place(self, line: int, column: int, path: str = "") -> Place:
        return Place(self.shown, line, column, path)


def _node(value: Any) -> Node:
    if isinstance(value, dict):
        children = {key: _node(child) for key, child in value.items()}
        return Node(children, 1, 1, keys=dict.fromkeys(children, (1, 1)))
    if isinstance(value, list):
        return Node([_node(item) for item in value], 1, 1)
    return Node("" if value is None else str(value), 1, 1)


def understand_json(data: bytes, shown: str, schema: Schema) -> Understood:
    places = _Cells(shown)
    return understand_nodes(_node(json.loads(data)), places, schema)


JSON = Source((".json",), understand_json)


def _as_json(path: Path, taken: Sequence[str]) -> None:
    import yaml

    record = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)
    kept = {name: value for name, value in record.items() if name in taken}
    path.with_suffix(".json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    path.unlink()


def test_one_more_source_of_forms(town: Copy) -> None:
    folder = town()
    [before] = build(Job(folder=folder, kinds=["plan"])).documents
    _as_json(folder / "town.yaml", ["镇", "字体"])

    [built] = build(Job(folder=folder, kinds=["plan"], sources=(*SOURCES, JSON))).documents

    assert built.data == before.data
    with pytest.raises(Faults, match=r"town\.yaml"):
        build(Job(folder=folder, kinds=["plan"]))


# What else the package opens


def test_a_template_renders_by_itself(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ 名称 }}")
    document.save(str(tmp_path / "t.docx"))

    assert text_of(Template.load(tmp_path / "t.docx").render({"名称": "安平镇"})) == "安平镇"


def test_a_form_says_where_its_fields_stand(town: Copy) -> None:
    from wenming.forms import form

    read = form.read(town() / "town.yaml", "town")

    assert isinstance(read, Form) and read.record["镇"]["名称"] == "安平镇"
    assert read.place("镇", "名称").line > 1
