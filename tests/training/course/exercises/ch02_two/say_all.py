"""One of each."""

import os

import torch

from tutor import live

live.say("hello")
live.text("a title", "[bold]not markup[/bold]")
live.picture("two", torch.rand(2, 4, 4), labels=["a", "b"], caption="a caption")
live.picture("map", [[0.1, 0.9]], rows=["row"], columns=["left", "right"])
live.slider("slow", [("first", torch.zeros(2, 2)), ("last", torch.ones(2, 2))], caption="below")
live.log(broken=float("nan"), huge=torch.tensor(float("inf")), fine=torch.tensor([0.5], requires_grad=True))
print("threads", torch.get_num_threads(), "nice", os.nice(0), "device", live.device(), end="")
live.result(fine=0.5, broken=float("nan"))
