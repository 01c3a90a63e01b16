# Made from solutions/ch09_gans/gan_step.py by `dltutor author stubs`; edit that file. [1a6cc73c]
"""One step of the game: first the discriminator moves, then the generator."""

import torch
from d_loss import d_loss
from g_loss import g_loss
from torch import Tensor, nn
from torch.optim import Optimizer


def gan_step(
    G: nn.Module, D: nn.Module, opt_g: Optimizer, opt_d: Optimizer, real: Tensor, z: Tensor
) -> tuple[float, float]:
    """A step of D on real and made-up examples, then a step of G against
    the D that has just moved.

    Args:
        G: the generator; G(z) are made-up examples, shaped like real ones.
        D: the discriminator; D(examples) are logits, one for each, that
            depends on no other example. Neither of the two draws at
            random.
        opt_g, opt_d: hold the parameters of G, and of D, and make their
            steps. Gradients that lie on the parameters when the call
            begins don't count; what lies there afterwards is left open.
        real: (B, ...), real examples.
        z: (N, Z), the noise for this step; G's made-up examples come from
            it in both halves of the step. N may differ from B. Both are
            left as they are.

    Returns:
        (loss of D, loss of G), two Python floats: `d_loss` as it was
        before D moved, and `g_loss` as it was between D's step and G's.

        D's step changes only D, by the gradient of its own loss alone, and
        G's step only G, by the gradient of its own. Each optimizer makes
        one step. Modes (train or eval) stay as they are throughout, a
        parameter that was to learn before the call is to learn after it,
        and nothing is drawn at random.
    """
    raise NotImplementedError


if __name__ == "__main__":
    G, D = nn.Linear(1, 1), nn.Linear(1, 1)
    with torch.no_grad():
        for parameter, number in zip([*G.parameters(), *D.parameters()], [1.0, 0.0, 0.0, 0.0]):
            parameter.fill_(number)  # G(z) is z, and D says 0 to everything
    opt_g, opt_d = torch.optim.SGD(G.parameters(), lr=1.0), torch.optim.SGD(D.parameters(), lr=1.0)
    print(gan_step(G, D, opt_g, opt_d, real=torch.tensor([[3.0]]), z=torch.tensor([[1.0]])))
    print("expected: 1.3863 and 0.3133")
    print([round(parameter.item(), 4) for parameter in [*D.parameters(), *G.parameters()]])
    print("expected: [1, 0, 1.2689, 0.2689]: D tells 3 from 1, and G(1) has moved from 1 to 1.54")
