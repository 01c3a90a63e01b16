"""What lint found, as a person reads it: a row for each exercise and run, each problem with its place, the sum."""

from __future__ import annotations

from itertools import groupby

from rich.table import Table
from rich.text import Text

from tutor.authoring.lint.finding import Row, shown
from tutor.authoring.lint.lint import Report
from tutor.commands.console import out, say
from tutor.render.plain import plain


def show_report(report: Report) -> None:
    """Prints all of it."""
    if report.rows:
        out().print(_exercises(report.rows, mutated=any(row.mutants is not None for row in report.rows)))
        for row in report.rows:
            for name in row.survivors:
                say("survivor  ", (row.id, "bold"), f"  {plain(name)}")
    if report.runs:
        out().print(_runs(report))
    for file, findings in groupby(report.findings, key=lambda each: each.file):
        say()
        say((plain(shown(file, report.root)), "bold"))
        for each in findings:
            style = "bold red" if each.level == "sound" else "yellow"
            say(f"line {each.line}  ", (each.code, style), f"  {plain(each.message)}", indent=2)
    say()
    say(*_end(report))


def _exercises(rows: list[Row], *, mutated: bool) -> Table:
    table = _table("exercise", "ref", "stub", "mistakes", "named", "right", "generic", "seeds", "ms")
    if mutated:
        table.add_column("mutants", justify="right")
    for row in rows:
        cells = [
            Text(row.id),
            _yes(row.reference_ok),
            _yes(row.stub_ok),
            _share(row.rejected, row.mistakes),
            _share(row.diagnosed, row.mistakes),
            _share(row.accepted, row.right),
            _share(row.generic_rejected, row.generic),
            Text(str(row.seeds)),
            Text("" if row.warm_ms is None else f"{row.warm_ms:.0f}"),
        ]
        if mutated:
            cells.append(_share(row.killed, row.mutants or 0))
        table.add_row(*cells)
    return table


def _runs(report: Report) -> Table:
    table = _table("run", "with", "result", "s")
    for run in report.runs:
        told = "\n".join(f"{name} {run.metrics[name]:.4g}" for name in run.target if name in run.metrics)
        style = "" if run.ok else "bold red"
        table.add_row(Text(run.id), Text(run.subject, style=style), Text(told or "-"), Text(f"{run.seconds:.1f}"))
    return table


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    for name in names:
        numbers = name not in ("exercise", "run", "with", "result")
        table.add_column(name, justify="right" if numbers else "left", overflow="fold", no_wrap=numbers)
    return table


def _yes(fact: bool) -> Text:
    return Text("ok", style="green") if fact else Text("NO", style="bold red")


def _share(part: int, whole: int) -> Text:
    return Text(f"{part}/{whole}", style="green" if part == whole else "bold red")


def _end(report: Report) -> list[str | tuple[str, str]]:
    """One line: how much was tried, and how much is wrong."""
    mistakes = sum(row.mistakes for row in report.rows)
    tried = [_count(len(report.rows), "exercise"), _count(mistakes, "mistake"), _count(len(report.runs), "run")]
    counted = f"{', '.join(tried)} in {report.seconds:.0f} s"
    if report.clean:
        rules = "sound, and the house rules are kept" if report.house else "sound"
        return [("clean", "green"), f": {counted}; the course is {rules}."]
    sound = sum(each.level == "sound" for each in report.findings)
    told = [_count(sound, "fault")] if sound else []
    if house := len(report.findings) - sound:
        told.append(f"{house} against the house rules")
    return [(", ".join(told), "bold red"), f"; {counted}."]


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
