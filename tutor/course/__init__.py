"""What a lesson is: the model, the strict reader of lesson files with their positions, and the course on disk.

`Course` is the door. Importing this package imports neither yaml nor pydantic: a lesson that was found sound once is
kept as JSON (`cache`), and only a new or changed one goes the long way (`load`).
"""

from tutor.course.course import Course
from tutor.course.model import (
    Bound,
    Chapter,
    Choice,
    CourseError,
    ExerciseStep,
    Limits,
    Link,
    Problem,
    QuizStep,
    ReadStep,
    RunStep,
    Step,
    Term,
    TrainStep,
    UnknownTarget,
)

__all__ = [
    "Bound",
    "Chapter",
    "Choice",
    "Course",
    "CourseError",
    "ExerciseStep",
    "Limits",
    "Link",
    "Problem",
    "QuizStep",
    "ReadStep",
    "RunStep",
    "Step",
    "Term",
    "TrainStep",
    "UnknownTarget",
]
