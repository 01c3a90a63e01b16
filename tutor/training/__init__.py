"""Watch it learn: a script is run in a process of its own, and what it reports comes as a stream of events.

plan       which script, on whose code: the learner's, the reference's, or a named mistake's
runner     the run as the program sees it; `child` is its process, `process` and `threads` what it is given
reporter   what `tutor.live` says, made into events (`current`; `frames`, `pixels`, `overlays`, `cloud`, `points`),
           which go through a `pipe`, or are drawn by hand (`byhand`); `lines` come back from the learner
events     what is believed of a line that arrives; `output` is what the script printed
targets    is the result good enough; `record`, `recorded`, `madeof`: what the reference reached, and with what
"""
