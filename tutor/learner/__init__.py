"""What belongs to the learner: a folder of files, and a database of what was done with them.

workspace   the folder: copies of the exercises, never overwritten (`originals`, `manifest`, `furnishing`; `files`
            writes, `watching` notices a save)
progress    `.dltutor/progress.db`, by what is kept: `steps`, `attempts`, `answers`, `runs` (as `records`; below them
            `database`, `schema`)
location    where the folder is, and `owner`, `belonging`: which one course it is for
typed       commands as they can be typed about this course in this folder; `refused`: what can't be done now
"""
