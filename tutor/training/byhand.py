"""What someone sees who runs a training script by hand: bars in a terminal, lines in a pipe, a table at the end."""

from __future__ import annotations

import sys
import time
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Column, Table
from rich.text import Text

from tutor.render.picture import picture_text
from tutor.render.scatter import scatter_text
from tutor.render.slider import every_frame

SECONDS_BETWEEN_PAINTS = 0.15  # painting costs about 2 ms


def number_text(value: float | str) -> str:
    """A metric for people: four significant digits."""
    number = float(value)
    return f"{number:.0f}" if number.is_integer() and abs(number) < 1e6 else f"{number:.4g}"


class Lines:
    """The sink of a script whose output goes into a pipe or a file: one line an epoch, then the table."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
        self._latest: dict[str | None, dict[str, float | str]] = {}
        self._stage: str | None = None
        self._result: dict[str, float | str] = {}
        self._said: tuple[Any, ...] = ()
        self._asking = False

    def send(self, event: dict[str, Any]) -> None:
        getattr(self, f"_on_{event['event']}")(event)

    def flush(self) -> None:
        return None

    def close(self) -> None:
        table = self._table()
        if table is not None:
            self.console.print(table)
            self._latest, self._result = {}, {}

    @property
    def _coloured(self) -> bool:
        return self.console.color_system is not None

    def _metrics(self) -> str:
        return "  ".join(f"{name} {number_text(value)}" for name, value in self._latest.get(self._stage, {}).items())

    def _on_stage(self, event: dict[str, Any]) -> None:
        self._stage = event["title"]
        count = f" ({event['number']} of {event['of']})" if event["of"] else ""
        self.console.print(Text(f"{event['title']}{count}"))

    def _on_epoch(self, event: dict[str, Any]) -> None:
        if event["done"] and self._said != (self._stage, event["done"]):
            self._said = (self._stage, event["done"])
            self.console.print(Text(f"  epoch {event['done']}/{event['of']}  {self._metrics()}"), soft_wrap=True)

    def _on_batch(self, event: dict[str, Any]) -> None:
        return None

    def _on_log(self, event: dict[str, Any]) -> None:
        self._latest.setdefault(event["stage"], {}).update(event["metrics"])

    def _on_picture(self, event: dict[str, Any]) -> None:
        self.console.print(picture_text(event, width=self.console.width, colour=self._coloured))

    def _on_slider(self, event: dict[str, Any]) -> None:
        self.console.print(every_frame(event, width=self.console.width, colour=self._coloured))

    def _on_scatter(self, event: dict[str, Any]) -> None:
        self.console.print(scatter_text(event, width=self.console.width, colour=self._coloured))

    def _on_text(self, event: dict[str, Any]) -> None:
        self.console.print(Text.assemble((event["title"], "bold"), "\n", event["text"]))

    def _on_say(self, event: dict[str, Any]) -> None:
        self.console.print(Text(event["text"]))

    def _on_ask(self, event: dict[str, Any]) -> None:
        """The question, and the cursor behind it; whoever sent it reads the line."""
        if not self._asking:
            such = f" A line may be: {event['suggestion']}" if event["suggestion"] else ""
            self.console.print(Text.assemble((event["title"], "bold"), f"\nAn empty line ends it.{such}"))
        self._asking = True
        self.console.print(Text(f"{event['prompt']}: "), end="", soft_wrap=True)

    def _on_asked(self, event: dict[str, Any]) -> None:
        """A line that somebody typed stands there already; one that nobody typed is told."""
        if event["line"] is None:
            self._asking = False
        elif not self._asking:
            self.console.print(Text(f"{event['prompt']}: {event['line']}"))

    def _on_result(self, event: dict[str, Any]) -> None:
        self._result = event["metrics"]

    def _table(self) -> Table | None:
        """The last value of each metric in each stage, and the result."""
        columns = [(title or "last value", values) for title, values in self._latest.items()]
        if self._result:
            columns.append(("result", self._result))
        if not columns:
            return None
        table = Table(*(Column(title, overflow="fold") for title in ("metric", *(title for title, _ in columns))))
        names = dict.fromkeys(name for _, values in columns for name in values)
        for name in names:
            table.add_row(name, *(number_text(values[name]) if name in values else "" for _, values in columns))
        return table


class Bars(Lines):
    """The sink of a script that runs in a terminal. The training thread paints: another one would compete with it."""

    def __init__(self, console: Console | None = None) -> None:
        super().__init__(console or Console(highlight=False, markup=False, emoji=False))
        self._progress = self._no_bars()
        self._epoch: TaskID | None = None
        self._batch: TaskID | None = None
        self._next_paint = 0.0

    def _no_bars(self) -> Progress:
        return Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            TextColumn("{task.completed:.0f}/{task.total}", markup=False),
            TimeElapsedColumn(),
            TextColumn("{task.fields[metrics]}", markup=False),
            console=self.console,
            auto_refresh=False,
        )

    def send(self, event: dict[str, Any]) -> None:
        super().send(event)
        now = time.perf_counter()
        if now >= self._next_paint and self._progress.tasks:
            self._progress.refresh()
            self._next_paint = now + SECONDS_BETWEEN_PAINTS

    def close(self) -> None:
        self._leave_bars()
        super().close()

    def _leave_bars(self) -> None:
        """They stay as they are; what comes next begins below them."""
        self._drop_batches()
        if self._progress.tasks:
            self._progress.refresh()
        self._progress.stop()
        self._progress, self._epoch = self._no_bars(), None

    def _on_ask(self, event: dict[str, Any]) -> None:
        self._leave_bars()  # bars that are painted anew would stand over what is typed
        super()._on_ask(event)

    def _on_stage(self, event: dict[str, Any]) -> None:
        self._stage = event["title"]
        self._epoch = None

    def _task(self, title: str, total: float | None) -> TaskID:
        self._progress.start()
        return self._progress.add_task(title, total=total, metrics="")

    def _on_epoch(self, event: dict[str, Any]) -> None:
        if self._epoch is None or event["done"] == 0:
            self._drop_batches()  # its bar belongs below the newest one
            self._epoch = self._task(self._stage or "epochs", event["of"])
        self._progress.update(self._epoch, completed=event["done"], metrics=self._metrics())
        if event["done"] == event["of"]:
            self._progress.stop_task(self._epoch)

    def _drop_batches(self) -> None:
        if self._batch is not None:
            self._progress.remove_task(self._batch)
            self._batch = None

    def _on_batch(self, event: dict[str, Any]) -> None:
        if self._batch is None:
            self._batch = self._task("batches", event["of"])
        self._progress.update(self._batch, completed=event["batch"], total=event["of"])

    def _on_log(self, event: dict[str, Any]) -> None:
        super()._on_log(event)
        if self._epoch is not None:
            self._progress.update(self._epoch, metrics=self._metrics())
