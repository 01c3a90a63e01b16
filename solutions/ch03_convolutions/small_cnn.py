"""A small convolutional network for pictures of 8 × 8."""

import torch
from torch import Tensor, nn


class SmallCNN(nn.Module):
    """Convolutions that look for marks, and one linear layer that scores.

    The layers are yours; these work well: convolution 1 → 16 channels,
    ReLU, convolution 16 → 32, ReLU, 2 × 2 max pooling, convolution
    32 → 32, ReLU, 2 × 2 max pooling, flatten, linear. All convolutions
    are 3 × 3 with a padding of 1.

    What is promised: filters, so that the same weights look at every
    place; fewer than 20,000 numbers to learn, all of them parameters of
    the module, made once, at random; scores that are no linear function
    of the picture, and that any of its pixels can change, a negative
    one too. In eval mode a picture gets the same scores every time,
    whatever else is in its batch.
    """

    def __init__(self, classes: int = 10) -> None:
        """classes: how many scores a picture gets."""
        super().__init__()  # given
        self.layers = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1),  # (B, 16, 8, 8)
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, padding=1),  # (B, 32, 8, 8)
            nn.ReLU(),
            nn.MaxPool2d(2),  # (B, 32, 4, 4)
            nn.Conv2d(32, 32, 3, padding=1),  # (B, 32, 4, 4)
            nn.ReLU(),
            nn.MaxPool2d(2),  # (B, 32, 2, 2)
            nn.Flatten(),  # (B, 128)
            nn.Linear(128, classes),
        )

    def forward(self, x: Tensor) -> Tensor:
        """x: (B, 1, 8, 8), float32. Returns the scores (logits, no
        softmax), (B, classes)."""
        return self.layers(x)


if __name__ == "__main__":
    model = SmallCNN()
    print(model(torch.zeros(3, 1, 8, 8)).shape)  # torch.Size([3, 10])
    print(sum(p.numel() for p in model.parameters()))  # 15338 with the layers above
