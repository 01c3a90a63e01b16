"""`dltutor doctor` names what is wrong with a machine and the command that mends it, and changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import Dltutor
from tutor.commands import examinations
from tutor.downloads.table import TABLE


@pytest.fixture
def torch_says(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What torch answers, without starting a process to ask it."""
    answer: dict[str, Any] = {"torch": "2.13.0+cpu", "cuda": False, "sum": 3.0, "operators": True}
    monkeypatch.setattr(examinations, "_torch", lambda: answer)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    return answer


def findings(dltutor: Dltutor) -> tuple[int, dict[str, dict[str, str]]]:
    result = dltutor("doctor", "--json")
    told = json.loads(result.stdout)
    assert told["healthy"] == (result.exit_code == 0)
    return result.exit_code, {each["name"]: each for each in told["findings"]}


def test_a_sound_machine_has_no_fault(dltutor: Dltutor, torch_says: dict[str, Any]) -> None:
    code, found = findings(dltutor)
    assert code == 0
    assert {
        "Python",
        "torch",
        "torchvision",
        "Textual",
        "terminal",
        "course",
        "workspace",
        "progress",
        "fork",
        "sandbox",
        "disk",
        "downloads",
    } <= set(found)
    assert all(each["state"] != "fault" for each in found.values())
    words = dltutor("doctor").stdout
    assert "ok    torch         2.13.0+cpu, on the CPU\n" in words
    assert words.endswith("Everything the course needs is here.\n")


def test_torchs_own_words_are_heard_from_a_process_of_its_own() -> None:
    answer = examinations._torch()
    assert answer["sum"] == 3.0
    assert isinstance(answer["operators"], bool)


def test_a_torchvision_for_another_torch_is_named(dltutor: Dltutor, torch_says: dict[str, Any]) -> None:
    torch_says["operators"] = False
    code, found = findings(dltutor)
    assert code == 0
    assert found["torchvision"]["state"] == "note"
    assert "is built for another torch" in found["torchvision"]["what"]
    assert "pip install --force-reinstall --no-deps torchvision" in found["torchvision"]["mend"]


def test_a_missing_torch_is_a_fault_with_its_command(dltutor: Dltutor, torch_says: dict[str, Any]) -> None:
    torch_says.clear()
    torch_says["error"] = "ModuleNotFoundError: No module named 'torch'"
    result = dltutor("doctor")
    assert result.exit_code == 1
    assert "pip install torch --index-url https://download.pytorch.org/whl/cpu" in result.stdout
    assert result.stdout.endswith("To mend: torch.\n")


def test_a_damaged_database_is_found_and_left_where_it_is(
    dltutor: Dltutor, torch_says: dict[str, Any], workspace: Path
) -> None:
    path = workspace / ".dltutor" / "progress.db"
    path.write_bytes(b"damage" * 1000)
    code, found = findings(dltutor)
    assert (code, found["progress"]["state"]) == (1, "fault")
    assert "dltutor progress --rebuild" in found["progress"]["mend"]
    assert path.read_bytes() == b"damage" * 1000


def test_a_broken_chapter_and_an_editor_that_is_not_there_are_named(
    dltutor: Dltutor, torch_says: dict[str, Any], tiny_course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tiny_course / "lessons" / "ch02_more.yaml").write_text("id: [\n")
    monkeypatch.setenv("VISUAL", "no-such-editor --wait")
    code, found = findings(dltutor)
    assert code == 1
    assert "broken: ch02_more" in found["course"]["what"]
    assert "'no-such-editor --wait' is not found" in found["editor"]["what"]


def test_a_workspace_inside_the_course_is_a_fault(
    dltutor: Dltutor, torch_says: dict[str, Any], tiny_course: Path
) -> None:
    dltutor.workspace = tiny_course / "mine"
    code, found = findings(dltutor)
    assert (code, found["workspace"]["state"]) == (1, "fault")
    assert found["progress"]["state"] == "note"


def test_what_the_kernel_keeps_a_check_from_is_told(
    dltutor: Dltutor, torch_says: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor.checking.landlock.version", lambda: 7)
    monkeypatch.setattr("tutor.checking.namespaces.offered", lambda: True)
    assert findings(dltutor)[1]["sandbox"]["state"] == "ok"
    monkeypatch.setattr("tutor.checking.namespaces.offered", lambda: False)
    told = findings(dltutor)[1]["sandbox"]
    assert told["state"] == "note"
    assert "could see other processes, since this system offers no namespaces" in told["what"]
    monkeypatch.setattr("tutor.checking.landlock.version", lambda: 0)
    told = findings(dltutor)[1]["sandbox"]
    assert "read the solutions and write anywhere, use the network, see other processes" in told["what"]
    assert "no Landlock and no namespaces" in told["what"]


def test_what_was_fetched_is_named(
    dltutor: Dltutor, torch_says: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DLTUTOR_DOWNLOADS", str(tmp_path / "downloads"))
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    told = findings(dltutor)[1]["downloads"]
    assert told["state"] == "ok"
    assert told["what"].startswith(f"none of {len(TABLE)} here, and none is needed; `dltutor fetch`")
    file = tmp_path / "downloads" / "resnet18" / "resnet18-f37072fd.pth"
    file.parent.mkdir(parents=True)
    file.touch()
    assert findings(dltutor)[1]["downloads"]["what"] == "resnet18; `dltutor fetch` says what there is"


def test_no_fork_is_worth_a_note(dltutor: Dltutor, torch_says: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DLTUTOR_NO_FORK", "1")
    assert findings(dltutor)[1]["fork"]["mend"] == "`unset DLTUTOR_NO_FORK`"
