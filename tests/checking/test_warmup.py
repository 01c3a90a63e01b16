"""What a spare does while nobody waits, and what then costs nothing any more."""

from __future__ import annotations

import torch

from tutor.checking.warmup import warm_up


def test_it_runs_and_leaves_the_settings_alone() -> None:
    warm_up()  # in a spare nobody would hear of a mistake in it: that check would only be slow
    assert torch.get_default_dtype() is torch.float32
    assert torch.is_grad_enabled()
